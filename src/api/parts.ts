import { same } from './freeze'
import type { KindDefinition } from './kind'
import type { Draft, KubeObject } from './meta'

/** An object of a kind that has the usual halves. */
export interface WithSpec extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>
  readonly status?: unknown
}

/** Do two states of an object differ in nothing but their revision? */
export function sameButVersion(next: KubeObject, old: KubeObject): boolean {
  if (next.metadata === old.metadata) return same(next, old)
  const { resourceVersion } = old.metadata
  return same({ ...next.metadata, resourceVersion }, old.metadata) && same({ ...next, metadata: old.metadata }, old)
}

/**
 * The object with other metadata and another status. Where a kind has nothing beside the usual halves they stand in their places: copied
 * field by field, every object would have a shape of its own, larger and slower to read.
 */
export function rebuilt(kind: KindDefinition, object: Draft, metadata: Draft['metadata'], status: unknown): KubeObject {
  const { apiVersion, kind: name, spec } = object as Draft & Partial<Pick<WithSpec, 'spec'>>
  const next = hasHalves(kind) ? { apiVersion, kind: name, metadata, spec, status } : { ...object, metadata, status }
  return next as unknown as KubeObject
}

const halved = new WeakMap<KindDefinition, boolean>()
const HALVES: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status'])

function hasHalves(kind: KindDefinition): boolean {
  let known = halved.get(kind)
  if (known === undefined) {
    const fields = kind.schema && Object.keys(kind.schema.fields)
    known = fields?.includes('spec') === true && fields.includes('status') && fields.every((field) => HALVES.has(field))
    halved.set(kind, known)
  }
  return known
}

export function withoutStatus(draft: Draft): Draft {
  const { status: _, ...rest } = draft as Draft & { status?: unknown }
  return rest as Draft
}

/** The object with its next generation when its spec is another one. */
export function changedSpec(kind: KindDefinition, next: KubeObject, old: KubeObject): KubeObject {
  if (!kind.generation || same((next as WithSpec).spec, (old as WithSpec).spec)) return next
  return { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
}

/** PUT namespaces/NAME/finalize: takes `spec.finalizers` from the input and nothing else. */
export const withFinalizers = (input: WithSpec, old: WithSpec): WithSpec => ({
  ...old,
  spec: { ...old.spec, finalizers: input.spec?.['finalizers'] },
})
