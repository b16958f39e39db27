import { replicaLoop } from '../../workload/replicas'
import type { ReplicaSet } from '../replicaset/api'
import type { ReplicationController, ReplicationControllerSpec } from './api'

/** Keeps `spec.replicas` pods in being, as ReplicaSets do. */
export default replicaLoop({
  kind: 'ReplicationController',
  name: 'replication-controller',
  rank: 16,
  asReplicaSet: (rc) => ({ ...rc, spec: specOf(rc) }) as unknown as ReplicaSet,
  toStatus: ({ terminatingReplicas: _, ...status }) => status,
})

// Specs are frozen, and what was judged under one is remembered by it.
const specs = new WeakMap<ReplicationControllerSpec, ReplicaSet['spec']>()

function specOf({ spec }: ReplicationController): ReplicaSet['spec'] {
  let seen = specs.get(spec)
  if (!seen) {
    seen = { ...spec, selector: { matchLabels: spec.selector } }
    specs.set(spec, seen)
  }
  return seen
}
