import { invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { nonNegative } from '../pod/api'
import type { ControllerRevision } from './types'

/** Checks a revision. Rule: ValidateControllerRevision. */
export function validateControllerRevision(revision: ControllerRevision): FieldError[] {
  const out: FieldError[] = revision.data === undefined || revision.data === null ? [required('data', 'data is mandatory')] : []
  return [...out, ...nonNegative(revision, ['revision'], '').map((error) => ({ ...error, field: 'revision' }))]
}

/** Checks a replaced one: its data stays. Rule: ValidateControllerRevisionUpdate. */
export function validateControllerRevisionUpdate(revision: ControllerRevision, old: ControllerRevision): FieldError[] {
  const out = validateControllerRevision(revision)
  if (!same(revision.data, old.data)) out.push(invalid('data', revision.data, 'field is immutable'))
  return out
}
