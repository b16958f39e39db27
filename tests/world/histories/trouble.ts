import type { Change } from '../../../src/api/store'
import { isReady } from '../../../src/kube/workload/pods'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { World } from '../../../src/world/world'
import type { Watched } from './watch'

/** Virtual ms within which controllers have heard of what happened. */
const HEARD_MS = 3_000
/** Those that were away look at everything anew, and not all at once. */
const BACK_MS = 60_000

/** Did a change tell a pod to go? */
export const toldToGo = ({ type, object, old }: Change): boolean =>
  object.kind === 'Pod' &&
  (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) &&
  old !== undefined &&
  old.metadata.deletionTimestamp === undefined

/** Have all parts of the control plane been at work for long enough to know everything? */
export function isPlaneWell(world: World): boolean {
  const down = new Set<string>()
  let last = -Infinity
  for (const { at, command } of world.log) {
    if (command.type === 'stop') down.add(command.part)
    if (command.type === 'start') down.delete(command.part)
    if (command.type === 'stop' || command.type === 'start') last = at
  }
  return down.size === 0 && world.now - last > BACK_MS
}

/**
 * Knows when pods stopped serving that no controller of `purposes` stopped: for a moment after that nobody can be blamed for what he did
 * with what he knew. Feed it every change.
 */
export function troubles({ world, actorOf }: Watched, purposes: readonly string[]) {
  let last = -Infinity
  return {
    written(change: Change) {
      const { object, old, type } = change
      if (object.kind === 'Node' && type !== 'MODIFIED') last = world.now
      if (object.kind !== 'Pod') return
      const worse = old && isReady(old as Pod) && !isReady(object as Pod) && !object.metadata.deletionTimestamp
      if (worse || (toldToGo(change) && !purposes.includes(actorOf(change)))) last = world.now
    },
    /** Was all well for long enough? */
    get none(): boolean {
      return world.now - last > HEARD_MS && isPlaneWell(world)
    },
  }
}

/** The states that objects of a kind were in a moment ago, as controllers may still know them. */
export function recent<T>({ world }: Watched, kind: string, read: (object: Change['object']) => T) {
  const states = new Map<string, { readonly until: number; readonly state: T }[]>()
  return {
    written({ object, old }: Change) {
      if (object.kind !== kind || !old) return
      const { uid } = object.metadata
      const kept = (states.get(uid) ?? []).filter(({ until }) => until > world.now - HEARD_MS)
      states.set(uid, [...kept, { until: world.now, state: read(old) }])
    },
    /** With the state of now. */
    of: (object: Change['object']): readonly T[] => [
      read(object),
      ...(states.get(object.metadata.uid) ?? []).filter(({ until }) => until > world.now - HEARD_MS).map(({ state }) => state),
    ],
  }
}
