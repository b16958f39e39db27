import { ApiError } from '../../../src/api/errors'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { Command } from '../../../src/world/command'
import { CommandError } from '../../../src/world/execute'
import type { World } from '../../../src/world/world'
import { all } from './read'

/** What is done to the pod, or the machine, that stands at a place in the list when its time comes. */
export type Picked =
  | { readonly pod: 'kill' | 'force' | 'evict' | 'kill-container'; readonly place: number; readonly app?: string }
  | {
      readonly machine: 'power-off' | 'power-on' | 'cut' | 'mend' | 'cordon' | 'uncordon' | 'drain' | 'remove-node'
      readonly place: number
    }

/** One thing that a history does. */
export type Act = Command | Picked

function commandOf(world: World, act: Act): Command | undefined {
  if (!('place' in act)) return act
  if ('pod' in act) {
    const pods = all<Pod>(world, 'Pod').filter(({ metadata }) => !act.app || metadata.labels?.['app'] === act.app)
    const pod = pods[act.place % Math.max(1, pods.length)]
    if (!pod) return undefined
    const { name, namespace = '' } = pod.metadata
    if (act.pod === 'kill') return { type: 'kill-pod', namespace, pod: name }
    if (act.pod === 'force') return { type: 'delete', kind: 'Pod', namespace, name, force: true }
    if (act.pod === 'evict') return { type: 'evict', namespace, pod: name }
    return { type: 'kill-container', namespace, pod: name, container: pod.spec.containers[0]!.name }
  }
  const nodes = all(world, 'Node').map(({ metadata }) => metadata.name)
  // The first three stay: disks are in their zones, and somewhere has to be room in the end.
  const among = act.machine === 'remove-node' ? nodes.filter((node) => !/^node-[123]$/.test(node)) : nodes
  const node = among[act.place % Math.max(1, among.length)]
  if (!node) return undefined
  return act.machine === 'drain' ? { type: 'drain', node, force: act.place % 2 === 0 } : { type: act.machine, node }
}

/** Does it; what the cluster refuses is no fault of anybody's. */
export function carryOut(world: World, act: Act): void {
  const command = commandOf(world, act)
  if (!command) return
  try {
    world.dispatch(command)
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof CommandError)) throw error
  }
}

export const file = (name: string, ...documents: readonly object[]): Command => ({
  type: 'apply',
  file: `${name}.yaml`,
  text: documents.map((document) => JSON.stringify(document)).join('\n---\n'),
})
