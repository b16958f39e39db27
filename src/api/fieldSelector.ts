import { SelectorError } from './parseSelector'

/** One term of `--field-selector`: `path=value` or `path!=value`. */
export type FieldTerm = { readonly path: string; readonly equal: boolean; readonly value: string }

/**
 * Reads `metadata.name=x,status.phase!=Running`, terms sorted as upstream does. Which paths a kind supports is for the
 * kind to say. Throws SelectorError. Grammar: k8s.io/apimachinery/pkg/fields, ParseSelector.
 */
export function parseFieldSelector(text: string): FieldTerm[] {
  const terms: FieldTerm[] = []
  for (const part of text.split(',').sort()) {
    if (part === '') continue
    const term = split(part, '!=', false) ?? split(part, '==', true) ?? split(part, '=', true)
    if (!term) throw new SelectorError(`invalid selector: '${text}'; can't understand '${part}'`)
    terms.push(term)
  }
  return terms
}

/** The selector in its plain form. */
export const formatFieldSelector = (terms: readonly FieldTerm[]) =>
  terms.map(({ path, equal, value }) => `${path}${equal ? '=' : '!='}${value}`).join(',')

/** A predicate over objects, paths looked up by dots; a field that is absent counts as the empty string. */
export function compileFieldSelector(terms: readonly FieldTerm[]): (object: object) => boolean {
  const tests = terms.map(({ path, equal, value }) => {
    const steps = path.split('.')
    return (object: object) => (fieldText(object, steps) === value) === equal
  })
  return (object) => tests.every((holds) => holds(object))
}

/** The value that the selector demands of a field, so that a list can start from an index instead of a scan. */
export const requiredField = (terms: readonly FieldTerm[], path: string) =>
  terms.find((term) => term.equal && term.path === path)?.value

function split(part: string, operator: string, equal: boolean): FieldTerm | undefined {
  const [path, value, more] = part.split(operator)
  return path !== undefined && value !== undefined && more === undefined ? { path, equal, value } : undefined
}

function fieldText(object: object, steps: readonly string[]): string {
  let at: unknown = object
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return ''
    at = (at as Record<string, unknown>)[step]
  }
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? String(at) : ''
}
