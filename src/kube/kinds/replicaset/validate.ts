import { invalid, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { validateCounts, validateWorkload } from '../pod/api'
import type { ReplicaSet } from './types'

/** Checks a replica set. Rule: ValidateReplicaSet. */
export const validateReplicaSet = ({ spec }: ReplicaSet): FieldError[] => validateWorkload(spec ?? {}, 'spec')

/** Checks a replaced one: its selector stays. Rules: ValidateReplicaSetUpdate, rsStrategy.ValidateUpdate. */
export function validateReplicaSetUpdate({ spec }: ReplicaSet, old: ReplicaSet): FieldError[] {
  const out = validateWorkload(spec, 'spec')
  if (!same(spec.selector, old.spec.selector)) out.push(invalid('spec.selector', spec.selector, 'field is immutable'))
  return out
}

/** Checks a status. Rule: ValidateReplicaSetStatusUpdate. */
export const validateReplicaSetStatus = (rs: ReplicaSet, old: ReplicaSet): FieldError[] =>
  validateCounts(rs.status ?? {}, old.status ?? {}, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'])
