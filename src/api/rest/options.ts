import type { DeleteOptions } from '../client'
import type { FieldValidation } from '../decodeBody'
import { badRequestError, invalid, notSupported, tooLong, type FieldError } from '../errors'
import { badOptions } from './errors'
import type { Call } from './types'

const VALIDATIONS: readonly string[] = ['Ignore', 'Warn', 'Strict']
const LONGEST_MANAGER = 128

/** What the query of a write says; upstream: CreateOptions, UpdateOptions, PatchOptions. */
export interface WriteOptions {
  readonly dryRun: boolean
  readonly validation: FieldValidation
  readonly fieldManager: string
}

/** Reads the options of a write. Throws Invalid. */
export function writeOptions({ query }: Call, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): WriteOptions {
  const errors: FieldError[] = []
  const dryRun = query.getAll('dryRun')
  const fieldManager = query.get('fieldManager') ?? ''
  const validation = query.get('fieldValidation') ?? ''
  errors.push(...dryRunErrors(dryRun))
  if (fieldManager.length > LONGEST_MANAGER) errors.push(tooLong('fieldManager', LONGEST_MANAGER))
  for (const letter of fieldManager) {
    if (!/[^\p{C}\p{Z}]| /u.test(letter))
      errors.push(invalid('fieldManager', fieldManager, 'should only contain printable characters'))
  }
  if (validation && !VALIDATIONS.includes(validation)) errors.push(notSupported('fieldValidation', validation, VALIDATIONS))
  if (errors.length) throw badOptions(kind, errors)
  return { dryRun: dryRun.length > 0, validation: (validation || 'Warn') as FieldValidation, fieldManager }
}

const dryRunErrors = (dryRun: readonly string[]): FieldError[] =>
  dryRun.every((one) => one === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]

interface DeleteBody extends DeleteOptions {
  readonly kind?: string
  readonly orphanDependents?: boolean
  readonly dryRun?: readonly string[]
}

/** The options of a delete: its body, or else its query. Throws Invalid and BadRequest. */
export function deleteOptions({ query }: Call, body: unknown): { readonly options: DeleteOptions; readonly dryRun: boolean } {
  const given = (typeof body === 'object' && body !== null && Object.keys(body).length ? body : fromQuery(query)) as DeleteBody
  const { kind, orphanDependents, dryRun = [], propagationPolicy, gracePeriodSeconds, preconditions } = given
  if (kind !== undefined && kind !== 'DeleteOptions') throw badRequestError('decoded object cannot be converted to DeleteOptions')
  const errors = dryRunErrors(dryRun)
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    errors.push(invalid('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set'))
  }
  if (errors.length) throw badOptions('DeleteOptions', errors)
  const policy = propagationPolicy ?? (orphanDependents === undefined ? undefined : orphanDependents ? 'Orphan' : 'Background')
  const options: DeleteOptions = {
    ...(policy !== undefined && { propagationPolicy: policy }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(preconditions && { preconditions }),
  }
  return { options, dryRun: dryRun.length > 0 }
}

function fromQuery(query: URLSearchParams): object {
  const text = (name: string) => query.get(name) ?? undefined
  return {
    propagationPolicy: text('propagationPolicy'),
    gracePeriodSeconds: wholeNumber(query, 'gracePeriodSeconds'),
    orphanDependents: query.has('orphanDependents') ? isTrue(query, 'orphanDependents') : undefined,
    dryRun: query.getAll('dryRun'),
  }
}

/** A number of the query, in Go's words when it is none. Throws BadRequest. */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^[+-]?\d+$/.test(text)) throw badRequestError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** Anything but `false` and `0` is true, as Go's conversion has it. */
export const isTrue = (query: URLSearchParams, name: string): boolean =>
  query.has(name) && !['false', '0'].includes(query.get(name)!.toLowerCase())
