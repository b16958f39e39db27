import type { IntOrString, Pod } from '../pod/api'
import type { DaemonSet } from './api'
import type { Plan, Scene } from './manage'
import { pairOf } from './manage'
import { isAvailable } from './pods'

/** How many nodes are to run a pod, and how far a rollout may stray from that. */
export interface Limits {
  readonly desired: number
  readonly maxSurge: number
  readonly maxUnavailable: number
}

/** Percentages are of the nodes that are to run a pod, rounded up. Upstream: updatedDesiredNodeCounts. */
export function limitsOf({ spec: { updateStrategy } }: DaemonSet, desired: number): Limits {
  const { maxSurge = 0, maxUnavailable = 0 } = updateStrategy.rollingUpdate ?? {}
  return { desired, maxSurge: scaled(maxSurge, desired), maxUnavailable: scaled(maxUnavailable, desired) }
}

const scaled = (value: IntOrString, of: number) =>
  typeof value === 'number' ? value : Math.ceil((parseInt(value, 10) * of) / 100)

/** The next step from old pods to new ones. Upstream: rollingUpdate. */
export function rolled(scene: Scene): Plan {
  const desired = scene.nodes.filter(({ metadata }) => scene.fits.get(metadata.name)!.shouldRun).length
  const limits = limitsOf(scene.set, desired)
  if (limits.maxSurge > 0) return surging(scene, limits)
  // With neither no step would be possible.
  return replacing(scene, Math.max(1, limits.maxUnavailable))
}

/** Old pods go, and the nodes without get new ones by themselves. What does not serve goes in any case, and counts as missing. */
function replacing({ set, byNode, hash, now }: Scene, maxUnavailable: number): Plan {
  let unavailable = 0
  const broken: Pod[] = []
  const candidates: Pod[] = []
  for (const pods of byNode.values()) {
    const pair = pairOf(set, pods, hash)
    if (!pair || Boolean(pair.young) === Boolean(pair.old)) unavailable++
    else if (pair.young) unavailable += Number(!isAvailable(set, pair.young, now))
    else if (!isAvailable(set, pair.old!, now)) {
      broken.push(pair.old!)
      unavailable++
    } else if (unavailable < maxUnavailable) candidates.push(pair.old!)
  }
  return { create: [], remove: [...broken, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] }
}

/** New pods come beside old ones, which go when the new ones serve. */
function surging({ set, byNode, fits, hash, now }: Scene, { desired, maxSurge }: Limits): Plan {
  const remove: Pod[] = []
  const leaving: Pod[] = []
  const allowed: string[] = []
  const candidates: string[] = []
  let surge = 0
  let available = 0
  for (const [node, pods] of byNode) {
    const pair = pairOf(set, pods, hash)
    if (!pair) {
      surge++
      continue
    }
    const { young, old } = pair
    const first = old ?? young
    const serves = first !== undefined && isAvailable(set, first, now)
    if (serves) available++
    if (!old) continue
    const shouldRun = fits.get(node)?.shouldRun ?? false
    if (young) {
      if (isAvailable(set, young, now)) remove.push(old)
      else surge++
    } else if (!serves) {
      if (shouldRun) allowed.push(node)
      else remove.push(old)
    } else if (!shouldRun) leaving.push(old)
    else if (surge < maxSurge) candidates.push(node)
  }
  // Where the set is to leave a node, a pod goes only when another node has one more that serves.
  remove.push(...leaving.slice(0, Math.max(0, available - desired)))
  return { create: [...allowed, ...candidates.slice(0, Math.max(0, maxSurge - surge))], remove }
}
