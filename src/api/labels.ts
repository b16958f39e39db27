import { invalid, notSupported, type FieldError } from './errors'
import type { LabelSelector } from './meta'
import { labelValue, qualifiedName } from './names'

/** Operators as `kubectl -l` has them; `exists` is a bare key, `!` its opposite. */
export type RequirementOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

/** One condition on one label; a selector is a list of them, all of which must hold. */
export type Requirement = { readonly key: string; readonly operator: RequirementOperator; readonly values: readonly string[] }

/** Labels of an object, which may have none. */
export type Labels = Readonly<Record<string, string>> | undefined

const operators: RequirementOperator[] = ['in', 'notin', '=', '==', '!=', 'exists', '!', 'gt', 'lt']
const symbols: Partial<Record<RequirementOperator, string>> = { gt: '>', lt: '<', in: ' in ', notin: ' notin ' }
const expressionOperators = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const

/**
 * A LabelSelector made into a predicate once, to be asked often. No selector matches nothing, an empty one everything,
 * as in every Kubernetes API.
 */
export function compileSelector(selector: LabelSelector | undefined): (labels: Labels) => boolean {
  if (!selector) return nothing
  let matches = compiled.get(selector)
  if (!matches) {
    matches = compileRequirements(requirementsOf(selector))
    if (Object.isFrozen(selector)) compiled.set(selector, matches)
  }
  return matches
}

const nothing = () => false

// Selectors of stored objects are frozen for good, and asked about at every change of a pod.
const compiled = new WeakMap<LabelSelector, (labels: Labels) => boolean>()

/** The same for a parsed selector. */
export function compileRequirements(requirements: readonly Requirement[]): (labels: Labels) => boolean {
  const tests = requirements.map(compileRequirement)
  if (tests.length === 0) return () => true
  if (tests.length === 1) return tests[0]!
  return (labels) => tests.every((holds) => holds(labels))
}

/** Whether the labels hold every pair of the map (Service and ReplicationController selectors); an empty map always. */
export function matchLabels(map: Readonly<Record<string, string>>, labels: Labels): boolean {
  for (const key in map) if (valueOf(labels, key) !== map[key]) return false
  return true
}

/** Whether a LabelSelector selects these labels; for a single question, else compileSelector. */
export const matchLabelSelector = (selector: LabelSelector | undefined, labels: Labels) => compileSelector(selector)(labels)

/** Whether one requirement holds. */
export const matchRequirement = (requirement: Requirement, labels: Labels) => compileRequirement(requirement)(labels)

/** matchLabels and matchExpressions as one list of requirements, sorted by key. */
export function requirementsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Requirement[] {
  const exact = Object.keys(matchLabels).map((key): Requirement => ({ key, operator: '=', values: [matchLabels[key]!] }))
  const expressions = matchExpressions.map(({ key, operator, values = [] }): Requirement => ({
    key,
    operator: expressionOperators[operator],
    values,
  }))
  return [...exact, ...expressions].sort(byKey)
}

/** The selector as `kubectl -l` takes it, values sorted. */
export const formatRequirements = (requirements: readonly Requirement[]) => requirements.map(formatRequirement).join(',')

/** How kubectl prints a LabelSelector; `<none>` when it is absent or selects everything. */
export const formatLabelSelector = (selector: LabelSelector | undefined) =>
  formatRequirements(selector ? requirementsOf(selector) : []) || '<none>'

/** What is wrong with a requirement, nothing if it may be used. Rule: labels.NewRequirement. */
export function requirementErrors({ key, operator, values }: Requirement): FieldError[] {
  const errors = labelKeyErrors('key', key)
  switch (operator) {
    case 'in':
    case 'notin':
      if (values.length === 0) errors.push(invalid('values', values, "for 'in', 'notin' operators, values set can't be empty"))
      break
    case '=':
    case '==':
    case '!=':
      if (values.length !== 1) errors.push(invalid('values', values, 'exact-match compatibility requires one single value'))
      break
    case 'exists':
    case '!':
      if (values.length !== 0) errors.push(invalid('values', values, 'values set must be empty for exists and does not exist'))
      break
    case 'gt':
    case 'lt':
      if (values.length !== 1) errors.push(invalid('values', values, "for 'Gt', 'Lt' operators, exactly one value is required"))
      values.forEach((value, i) => {
        if (int64(value) === undefined)
          errors.push(invalid(`values[${i}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer"))
      })
      break
    default:
      errors.push(notSupported('operator', operator, operators))
  }
  values.forEach((value, i) => {
    const messages = labelValue(value)
    if (messages.length) errors.push(invalid(`values[${i}][${key}]`, value, messages.join('; ')))
  })
  return errors
}

/** What is wrong with a label key, at that field. */
export function labelKeyErrors(field: string, key: string): FieldError[] {
  const messages = qualifiedName(key)
  return messages.length ? [invalid(field, key, messages.join('; '))] : []
}

function compileRequirement({ key, operator, values }: Requirement): (labels: Labels) => boolean {
  const [only] = values
  switch (operator) {
    case 'exists':
      return (labels) => valueOf(labels, key) !== undefined
    case '!':
      return (labels) => valueOf(labels, key) === undefined
    case 'gt':
    case 'lt': {
      const bound = values.length === 1 ? int64(only!) : undefined
      return (labels) => {
        const value = int64(valueOf(labels, key) ?? '')
        return value !== undefined && bound !== undefined && (operator === 'gt' ? value > bound : value < bound)
      }
    }
    case '!=':
    case 'notin':
      return (labels) => {
        const value = valueOf(labels, key)
        return value === undefined || !values.includes(value)
      }
    default:
      if (values.length === 1) return (labels) => valueOf(labels, key) === only
      return (labels) => {
        const value = valueOf(labels, key)
        return value !== undefined && values.includes(value)
      }
  }
}

function formatRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  const list = [...values].sort().join(',')
  return `${key}${symbols[operator] ?? operator}${operator === 'in' || operator === 'notin' ? `(${list})` : list}`
}

/** Anything but a string is not a label: a key such as `constructor` must not find what all objects inherit. */
function valueOf(labels: Labels, key: string): string | undefined {
  const value: unknown = labels?.[key]
  return typeof value === 'string' ? value : undefined
}

function int64(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text)) return undefined
  const value = BigInt(text.replace(/^\+/, ''))
  return value === BigInt.asIntN(64, value) ? value : undefined
}

/** Order of requirements within a selector; stable, so equal keys keep the order they were written in. */
export const byKey = (a: Requirement, b: Requirement) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
