import { invalid, notSupported, required, tooLong, type FieldError } from '../../../api/errors'
import { dns1123Subdomain } from '../../../api/names'
import { nonNegative, validatePodTemplate } from '../pod/api'
import type { JobSpec, JobTemplateSpec } from './types'
import { validateFailurePolicy, validateReplacementPolicy, validateSuccessPolicy } from './validatePolicies'

const MOST_INDEXES = 100_000
const MOST_AT_ONCE = 10_000
const MOST_MANAGED_BY = 63

/** Checks a Job's spec but for its selector. Rule: validateJobSpec of batch. */
export function validateJobParts(spec: JobSpec, path: string): FieldError[] {
  const out = nonNegative(
    spec,
    ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished', 'backoffLimitPerIndex'],
    path,
  )
  if (spec.maxFailedIndexes !== undefined) {
    out.push(...nonNegative(spec, ['maxFailedIndexes'], path))
    if (spec.backoffLimitPerIndex === undefined) {
      out.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
    }
  }
  if (spec.managedBy !== undefined) validateManagedBy(spec.managedBy, `${path}.managedBy`, out)
  const { completionMode } = spec
  if (completionMode === 'Indexed') validateIndexed(spec, path, out)
  else if (completionMode !== undefined && completionMode !== 'NonIndexed') {
    out.push(notSupported(`${path}.completionMode`, completionMode, ['NonIndexed', 'Indexed']))
  } else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[field] !== undefined) out.push(invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode'))
    }
  }
  if (spec.podFailurePolicy) validateFailurePolicy(spec, spec.podFailurePolicy, `${path}.podFailurePolicy`, out)
  if (spec.successPolicy) {
    if (completionMode === 'Indexed') validateSuccessPolicy(spec, spec.successPolicy, `${path}.successPolicy`, out)
    else out.push(invalid(`${path}.successPolicy`, spec.successPolicy, 'requires indexed completion mode'))
  }
  validateReplacementPolicy(spec, `${path}.podReplacementPolicy`, out)
  out.push(...validatePodTemplate(spec.template ?? { spec: { containers: [] } }, `${path}.template`))
  validateRestartPolicy(spec, `${path}.template.spec.restartPolicy`, out)
  return out
}

/** Checks `spec.jobTemplate` of a CronJob. Rule: ValidateJobTemplateSpec. */
export function validateJobTemplate({ spec = {} as JobSpec }: JobTemplateSpec, path: string): FieldError[] {
  const out = validateJobParts(spec, `${path}.spec`)
  if (spec.selector) out.push(invalid(`${path}.spec.selector`, spec.selector, '`selector` will be auto-generated'))
  if (spec.manualSelector) out.push(notSupported(`${path}.spec.manualSelector`, true, ['nil', 'false']))
  return out
}

function validateIndexed(spec: JobSpec, path: string, out: FieldError[]): void {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec
  if (completions === undefined) out.push(required(`${path}.completions`, 'when completion mode is Indexed'))
  const atMost = (field: 'parallelism' | 'maxFailedIndexes', most: number, why = '') => {
    const value = spec[field]
    if (value !== undefined && value > most) {
      out.push(invalid(`${path}.${field}`, value, `must be less than or equal to ${most}${why}`))
    }
  }
  if (parallelism > MOST_INDEXES) atMost('parallelism', MOST_INDEXES, ' when completion mode is Indexed')
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    out.push(invalid(`${path}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions'))
  }
  atMost('maxFailedIndexes', MOST_INDEXES)
  if (completions === undefined || completions <= MOST_INDEXES || backoffLimitPerIndex === undefined) return
  if (maxFailedIndexes === undefined) {
    out.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MOST_INDEXES}`))
  }
  const why = ` when completions are above ${MOST_INDEXES} and used with backoff limit per index`
  atMost('parallelism', MOST_AT_ONCE, why)
  atMost('maxFailedIndexes', MOST_AT_ONCE, why)
}

/** Rule: IsDomainPrefixedPath. */
function validateManagedBy(value: string, path: string, out: FieldError[]): void {
  const slash = value.indexOf('/')
  if (value === '') out.push(required(path))
  else if (slash <= 0 || slash === value.length - 1) {
    out.push(invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")'))
  } else {
    for (const message of dns1123Subdomain(value.slice(0, slash))) out.push(invalid(path, value.slice(0, slash), message))
    const rest = value.slice(slash + 1)
    const pattern = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
    if (!new RegExp(`^${pattern}$`).test(rest)) {
      out.push(invalid(path, rest, `Invalid path (regex used for validation is '${pattern}')`))
    }
  }
  if (value.length > MOST_MANAGED_BY) out.push(tooLong(path, MOST_MANAGED_BY))
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, path: string, out: FieldError[]): void {
  const policy = template?.spec?.restartPolicy
  // A person who said nothing has Always, by default.
  if (!policy || policy === 'Always') out.push(required(path, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never') out.push(notSupported(path, policy, ['OnFailure', 'Never']))
  else if (podFailurePolicy && policy !== 'Never') {
    out.push(invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified'))
  }
}
