import type { ListOptions } from './client'
import { badRequestError } from './errors'
import { compileFieldSelector, parseFieldSelector, type FieldTerm } from './fieldSelector'
import { compileRequirements, compileSelector } from './labels'
import type { KubeObject } from './meta'
import { parseSelector, SelectorError } from './parseSelector'
import type { Store } from './store'

/**
 * Objects of a kind that match, in the order of creation. Uses the smallest label index that the selector allows.
 * `selectable` are the kind's further fields, `virtual` the objects of a kind
 * that is not stored. Throws BadRequest.
 */
export function listObjects(
  store: Store,
  kind: string,
  options: ListOptions,
  selectable?: readonly string[],
  virtual?: readonly KubeObject[],
): readonly KubeObject[] {
  const { namespace, selector, labels, fields } = options
  let found = virtual ?? candidates(store, kind, namespace, selector?.matchLabels)
  if (selector) found = found.filter((object) => compiled(selector)(object.metadata.labels))
  if (labels) {
    const matches = compileRequirements(parsed(labels))
    found = found.filter((object) => matches(object.metadata.labels))
  }
  if (fields) {
    const matches = compileFieldSelector(parsedFields(fields, selectable))
    found = found.filter(matches)
  }
  return found
}

const none: readonly KubeObject[] = []

function candidates(
  store: Store,
  kind: string,
  namespace: string | undefined,
  matchLabels: Readonly<Record<string, string>> | undefined,
): readonly KubeObject[] {
  if (store.size(kind) === 0) return none
  if (!namespace) return [...store.all(kind)]
  let best: [string, string] | undefined
  let fewest = Infinity
  for (const label in matchLabels) {
    const count = store.labelledCount(kind, namespace, label, matchLabels[label]!)
    if (count < fewest) {
      fewest = count
      best = [label, matchLabels[label]!]
    }
  }
  return best ? store.labelled(kind, namespace, best[0], best[1]) : store.inNamespace(kind, namespace)
}

const compilations = new WeakMap<object, ReturnType<typeof compileSelector>>()

function compiled(selector: NonNullable<ListOptions['selector']>): ReturnType<typeof compileSelector> {
  let matches = compilations.get(selector)
  if (!matches) {
    matches = compileSelector(selector)
    compilations.set(selector, matches)
  }
  return matches
}

const parsed = (labels: string) => orBadRequest(() => parseSelector(labels))

function orBadRequest<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof SelectorError) throw badRequestError(error.message)
    throw error
  }
}

const COMMON_FIELDS = ['metadata.name', 'metadata.namespace']

/** Upstream: each kind's field label conversion, with its two ways to refuse. */
function parsedFields(fields: string, selectable: readonly string[] | undefined): FieldTerm[] {
  const terms = orBadRequest(() => parseFieldSelector(fields))
  const unknown = terms.find(({ path }) => !COMMON_FIELDS.includes(path) && !selectable?.includes(path))
  if (!unknown) return terms
  if (selectable) throw badRequestError(`field label not supported: ${unknown.path}`)
  throw badRequestError(
    `${JSON.stringify(unknown.path)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  )
}
