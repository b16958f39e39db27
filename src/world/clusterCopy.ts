import type { KindDefinition } from '../api/kind'
import type { KubeObject } from '../api/meta'
import type { Cluster } from './cluster'

/** What a kind is called and how it stands, without what it does. */
export type KindNames = Pick<
  KindDefinition,
  'group' | 'version' | 'kind' | 'plural' | 'singular' | 'shortNames' | 'categories' | 'namespaced' | 'scaleSubresource'
>

/** All that a command line needs of a cluster at one moment, as plain values. */
export interface ClusterCopy {
  readonly objects: readonly KubeObject[]
  readonly kinds: readonly KindNames[]
}

/** What nobody commands, and what there is most of. */
const TOLD = new Set(['Event', 'Lease'])

/** The cluster at this moment, to be read elsewhere. */
export function clusterCopy({ store, server }: Cluster): ClusterCopy {
  const objects = store.kindNames().flatMap((kind) => (TOLD.has(kind) ? [] : [...store.all(kind)]))
  return { objects, kinds: server.registry.kinds.map(namesOf) }
}

function namesOf(definition: KindDefinition): KindNames {
  const { group, version, kind, plural, singular, shortNames, categories, namespaced, scaleSubresource } = definition
  return {
    ...{ group, version, kind, plural, singular, namespaced },
    ...(shortNames && { shortNames }),
    ...(categories && { categories }),
    ...(scaleSubresource && { scaleSubresource }),
  }
}
