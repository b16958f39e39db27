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
