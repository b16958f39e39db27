import { duplicate, invalid, notSupported, required, tooLong, tooMany, type FieldError } from '../../../api/errors'
import { nonNegative, validateLabelName } from '../pod/api'
import { checkIndexes } from './indexes'
import type { JobSpec, OnExitCodes, OnPodCondition, PodFailurePolicy, PodFailureRule, SuccessPolicy, SuccessRule } from './types'

const MOST_RULES = 20
const MOST_EXIT_CODES = 255
const MOST_PATTERNS = 20
const LONGEST_INDEXES = 64 * 1024
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const OPERATORS = ['In', 'NotIn']
const STATUSES = ['False', 'True', 'Unknown']

/** As Go prints a list of strings with `%q`. */
const quoted = (values: readonly string[]) => `valid values: [${values.map((value) => JSON.stringify(value)).join(' ')}]`

/** Checks what is to be done about failed pods. Rule: validatePodFailurePolicy. */
export function validateFailurePolicy(spec: JobSpec, policy: PodFailurePolicy, path: string, out: FieldError[]): void {
  const rules = policy.rules ?? []
  if (rules.length > MOST_RULES) out.push(tooMany(`${path}.rules`, rules.length, MOST_RULES))
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {}
  const names = new Set([...containers, ...initContainers].map(({ name }) => name))
  rules.forEach((rule, i) => validateRule(spec, rule, `${path}.rules[${i}]`, names, out))
}

function validateRule(spec: JobSpec, rule: PodFailureRule, path: string, names: ReadonlySet<string>, out: FieldError[]): void {
  const { action, onExitCodes, onPodConditions = [] } = rule
  if (!action) out.push(required(`${path}.action`, quoted(ACTIONS)))
  else if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) {
      out.push(invalid(`${path}.action`, action, 'requires the backoffLimitPerIndex to be set'))
    }
  } else if (!ACTIONS.includes(action)) out.push(notSupported(`${path}.action`, action, ACTIONS))
  if (onExitCodes) validateExitCodes(onExitCodes, `${path}.onExitCodes`, names, out)
  if (onPodConditions.length) validatePatterns(onPodConditions, `${path}.onPodConditions`, out)
  if (onExitCodes && onPodConditions.length) {
    out.push(invalid(path, rule, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  }
  if (!onExitCodes && !onPodConditions.length) {
    out.push(invalid(path, rule, 'specifying one of OnExitCodes and OnPodConditions is required'))
  }
}

function validatePatterns(patterns: readonly OnPodCondition[], path: string, out: FieldError[]): void {
  if (patterns.length > MOST_PATTERNS) out.push(tooMany(path, patterns.length, MOST_PATTERNS))
  patterns.forEach(({ type, status }, i) => {
    validateLabelName(type, `${path}[${i}].type`, out)
    if (!status) out.push(required(`${path}[${i}].status`, quoted(STATUSES)))
    else if (!STATUSES.includes(status)) out.push(notSupported(`${path}[${i}].status`, status, STATUSES))
  })
}

function validateExitCodes(
  { operator, containerName, values = [] }: OnExitCodes,
  path: string,
  names: ReadonlySet<string>,
  out: FieldError[],
): void {
  if (!operator) out.push(required(`${path}.operator`, quoted(OPERATORS)))
  else if (!OPERATORS.includes(operator)) out.push(notSupported(`${path}.operator`, operator, OPERATORS))
  if (containerName !== undefined && !names.has(containerName)) {
    const why = 'must be one of the container or initContainer names in the pod template'
    out.push(invalid(`${path}.containerName`, containerName, why))
  }
  if (values.length === 0) out.push(invalid(`${path}.values`, values, 'at least one value is required'))
  else if (values.length > MOST_EXIT_CODES) out.push(tooMany(`${path}.values`, values.length, MOST_EXIT_CODES))
  const seen = new Set<number>()
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0) out.push(invalid(`${path}.values[${i}]`, value, 'must not be 0 for the In operator'))
    if (seen.has(value)) out.push(duplicate(`${path}.values[${i}]`, value))
    seen.add(value)
  })
  if (values.some((value, i) => i > 0 && values[i - 1]! > value)) out.push(invalid(`${path}.values`, values, 'must be ordered'))
}

/** Checks when an Indexed Job is done early. Rule: validateSuccessPolicy. */
export function validateSuccessPolicy(spec: JobSpec, { rules = [] }: SuccessPolicy, path: string, out: FieldError[]): void {
  if (rules.length === 0) {
    out.push(required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified'))
  }
  if (rules.length > MOST_RULES) out.push(tooMany(`${path}.rules`, rules.length, MOST_RULES))
  rules.forEach((rule, i) => validateSuccessRule(spec.completions ?? 0, rule, `${path}.rules[${i}]`, out))
}

function validateSuccessRule(completions: number, rule: SuccessRule, path: string, out: FieldError[]): void {
  const { succeededIndexes, succeededCount } = rule
  if (succeededIndexes === undefined && succeededCount === undefined) {
    out.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'))
  }
  let total = 0
  if (succeededIndexes !== undefined) {
    const at = `${path}.succeededIndexes`
    if (succeededIndexes.length > LONGEST_INDEXES) out.push(tooLong(at, LONGEST_INDEXES))
    const found = checkIndexes(succeededIndexes, completions)
    total = found.total
    if (found.error) out.push(invalid(at, succeededIndexes, `error parsing succeededIndexes: ${found.error}`))
  }
  if (succeededCount === undefined) return
  const at = `${path}.succeededCount`
  const atMost = (most: number, what: string) => {
    if (succeededCount <= most) return
    out.push(invalid(at, succeededCount, `must be less than or equal to ${most} (the number of ${what})`))
  }
  out.push(...nonNegative(rule, ['succeededCount'], path))
  atMost(completions, 'specified completions')
  if (succeededIndexes !== undefined) atMost(total, 'indexes in the specified succeededIndexes field')
}

/** Checks when pods are replaced. Rule: validatePodReplacementPolicy. */
export function validateReplacementPolicy(spec: JobSpec, path: string, out: FieldError[]): void {
  const policy = spec.podReplacementPolicy
  if (policy === undefined) return
  const allowed = spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  if (!allowed.includes(policy)) out.push(notSupported(path, policy, allowed))
}
