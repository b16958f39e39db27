import { order } from '../workload/pods'
import type { Pod } from '../kinds/pod/api'
import { requestsOf } from '../scheduler/requests'
import type { NodeGroup } from './provider'
import { placeInGroup, put, refusal, type Place } from './simulate'

/** A group that would help, by how many machines, and whom. */
export interface Option {
  readonly group: NodeGroup
  readonly by: number
  readonly pods: readonly Pod[]
  /** Share of what the new machines have that nobody would use; the least wins. */
  readonly waste: number
}

/** What to do about pods for which there is no room, and why groups do not help, by the pod's uid. */
export interface ScaleUpPlan {
  readonly best: Option | undefined
  readonly reasons: ReadonlyMap<string, readonly string[]>
}

const FULL = 'max node group size reached'

/**
 * Chooses the group whose growth helps with the least waste. Upstream: ScaleUpOrchestrator with its binpacking estimator and the
 * least-waste expander.
 */
export function planScaleUp(groups: readonly NodeGroup[], pending: readonly Pod[], daemons: readonly Pod[]): ScaleUpPlan {
  const reasons = new Map<string, string[]>(pending.map(({ metadata }) => [metadata.uid, []]))
  const options: Option[] = []
  for (const group of groups) {
    const refuse = (pod: Pod, why: string) => void reasons.get(pod.metadata.uid)!.push(why)
    if (group.size >= group.max) {
      for (const pod of pending) refuse(pod, FULL)
      continue
    }
    const fitting = pending.filter((pod) => {
      const why = refusal(placeInGroup(group, 0, daemons), pod)
      if (why) refuse(pod, why)
      return !why
    })
    if (fitting.length) options.push(packed(group, fitting, daemons))
  }
  options.sort((a, b) => a.waste - b.waste || order(a.group.name, b.group.name))
  return { best: options[0], reasons }
}

/** How many machines the pods need, the largest pods first, within the group's bounds. */
function packed(group: NodeGroup, pods: readonly Pod[], daemons: readonly Pod[]): Option {
  const places: Place[] = []
  const helped: Pod[] = []
  const template = placeInGroup(group, 0, [])
  const weight = (pod: Pod) => {
    const { cpu, memory } = requestsOf(pod)
    return cpu / template.capacity.cpu + memory / template.capacity.memory
  }
  for (const pod of [...pods].sort((a, b) => weight(b) - weight(a) || order(a.metadata.name, b.metadata.name))) {
    let found = places.find((one) => !refusal(one, pod))
    if (!found) {
      if (group.size + places.length >= group.max) continue
      found = placeInGroup(group, places.length, daemons)
      if (refusal(found, pod)) continue
      places.push(found)
    }
    put(found, pod)
    helped.push(pod)
  }
  const wasted = places.map(({ cpu, memory, capacity }) => (2 - cpu / capacity.cpu - memory / capacity.memory) / 2)
  return { group, by: places.length, pods: helped, waste: wasted.reduce((sum, one) => sum + one, 0) / Math.max(1, places.length) }
}

/** `1 Insufficient cpu, 2 max node group size reached`. */
export function reasonsText(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => order(a, b))
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ')
}
