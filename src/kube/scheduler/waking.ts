import type { NodeChange } from './nodeTable'
import type { Change, Occasion, PluginContext, SchedulerPlugin, WakeOn } from './plugin'
import { podInfo } from './podInfo'
import type { Queued, SchedulingQueue } from './queue'

/** Moves on those refused pods that a change may help, as the plugins which refused them say; `only` that one, when given. */
export type Waker = (on: Occasion, change: Change, now: number, cause: number, only?: Queued) => void

/** Value of `refusers` of a pod for which there was no node to be refused by: any change may help. */
export const everybody = -1

/** Gathers by occasion which plugins want to hear of it. */
export function createWaker(plugins: readonly SchedulerPlugin[], queue: SchedulingQueue, context: PluginContext): Waker {
  const listeners = new Map<Occasion, { readonly bit: number; readonly hint: WakeOn['hint'] }[]>()
  plugins.forEach((plugin, i) => {
    for (const { on, hint } of plugin.wakeOn) {
      const list = listeners.get(on)
      if (list) list.push({ bit: 1 << i, hint })
      else listeners.set(on, [{ bit: 1 << i, hint }])
    }
  })
  return (on, change, now, cause, only) => {
    if (queue.parkedSize === 0) return
    const interested = listeners.get(on)
    if (!interested) return
    for (const queued of only ? [only] : queue.unschedulable()) {
      const helps = ({ bit, hint }: { bit: number; hint: WakeOn['hint'] }) =>
        queued.refusers === everybody || ((queued.refusers & bit) !== 0 && (!hint || hint(podInfo(queued.pod), change, context)))
      if (interested.some(helps)) queue.wake(queued, now, cause)
    }
  }
}

/** The occasions that a change of a node makes. */
export function nodeOccasions(change: NodeChange): readonly Occasion[] {
  if (change.added) return ['node/add']
  const occasions: Occasion[] = []
  if (change.labels) occasions.push('node/labels')
  if (change.taints) occasions.push('node/taints')
  if (change.allocatable) occasions.push('node/allocatable')
  return occasions
}
