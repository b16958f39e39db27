import type { KubeObject } from '../../../src/api/meta'
import { isReady } from '../../../src/kube/workload/pods'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { World } from '../../../src/world/world'

/** The objects of a kind, in the order of their creation. */
export const all = <T extends KubeObject = KubeObject>(world: World, kind: string): T[] =>
  [...world.cluster.store.all(kind)] as T[]

export const one = <T extends KubeObject = KubeObject>(world: World, kind: string, key: string): T | undefined =>
  world.cluster.store.get(kind, key) as T | undefined

/** The pods of an app that serve and are there to stay. */
export const readyOf = (world: World, app: string): Pod[] =>
  all<Pod>(world, 'Pod').filter((pod) => pod.metadata.labels?.['app'] === app && !pod.metadata.deletionTimestamp && isReady(pod))

export const imagesOf = (pods: readonly Pod[]): string[] => pods.map((pod) => pod.spec.containers[0]!.image!)

/** `namespace/name`, as a person would name it. */
export const titleOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`
