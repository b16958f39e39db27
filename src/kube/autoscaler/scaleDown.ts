import type { Client } from '../../api/client'
import type { Node } from '../kinds/node/api'
import type { Pod } from '../kinds/pod/api'
import { blocks, staysBehind } from './movable'
import { place, put, utilizationOf, type Place } from './simulate'

/** Below this share of its resources asked for, a node may be given back; upstream: --scale-down-utilization-threshold. */
export const THRESHOLD = 0.5
const DISABLED = 'cluster-autoscaler.kubernetes.io/scale-down-disabled'

/** A node that nobody needs: all that runs there has room elsewhere. */
export interface Unneeded {
  readonly node: Node
  readonly moving: readonly Pod[]
}

/**
 * Which of the candidates are not needed, all of them together: what one gives up must find room besides what the others give up.
 * Upstream: the scale-down planner.
 */
export function findUnneeded(client: Client, candidates: readonly Place[], all: readonly Place[]): Unneeded[] {
  const gone = new Set<string>()
  const allowances = new Map<string, number>()
  const found: Unneeded[] = []
  for (const candidate of candidates) {
    const { node } = candidate
    if (node.metadata.annotations?.[DISABLED] === 'true' || utilizationOf(candidate) >= THRESHOLD) continue
    const moving = candidate.pods.filter((pod) => !staysBehind(pod))
    const trial = new Map(allowances)
    if (moving.some((pod) => blocks(client, pod, trial) !== undefined)) continue
    const others = all.filter((one) => one !== candidate && !gone.has(one.node.metadata.name))
    if (!fitAll(others, moving)) continue
    for (const [budget, left] of trial) allowances.set(budget, left)
    gone.add(node.metadata.name)
    found.push({ node, moving })
  }
  return found
}

/** Puts all pods elsewhere, or none. */
function fitAll(others: readonly Place[], pods: readonly Pod[]): boolean {
  const tried = others.map((one): Place => ({ ...one, pods: [...one.pods] }))
  for (const pod of pods) if (!place(tried, pod)) return false
  others.forEach((one, i) => {
    for (const pod of tried[i]!.pods.slice(one.pods.length)) put(one, pod)
  })
  return true
}
