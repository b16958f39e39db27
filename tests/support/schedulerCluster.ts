import type { Node } from '../../src/kube/kinds/node/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { ClusterCache } from '../../src/kube/scheduler/cache'
import type { PluginContext } from '../../src/kube/scheduler/plugin'

/** What a test says of an object; the rest is filled in. */
export type Sketch = { metadata?: object; spec?: object; status?: object }

let number = 0

/** A pod with what the scheduler takes for granted. */
export function podOf({ metadata, spec, status }: Sketch = {}): Pod {
  const uid = `pod-${++number}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: uid,
      namespace: 'default',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
      uid,
    },
    spec: { containers: [], ...spec },
    status: { phase: 'Pending', ...status },
  } as unknown as Pod
}

/** A node; `allocatable` as in a manifest. */
export const nodeOf = ({ metadata, spec, status }: Sketch): Node =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: '', uid: `node-${++number}`, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
    spec: spec ?? {},
    status: status ?? {},
  }) as unknown as Node

/** A cluster as the plugins see it, with pods where their `nodeName` says. */
export function clusterOf(nodes: readonly Sketch[], pods: readonly Sketch[] = []): PluginContext {
  const cluster = new ClusterCache()
  for (const node of nodes) cluster.putNode(nodeOf(node))
  for (const sketch of pods) {
    const pod = podOf(sketch)
    if (pod.spec.nodeName) cluster.putPod(pod, pod.spec.nodeName, false)
  }
  return { cluster, groupOf: () => null, namespaceLabels: () => ({}) }
}
