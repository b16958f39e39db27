import { order } from './pods'
import type { Taint } from '../kinds/node/api'
import type { Toleration } from '../kinds/pod/api'

/** Does this toleration bear that taint? Upstream: Toleration.ToleratesTaint. */
export function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false
  if (key ? key !== taint.key : operator !== 'Exists') return false
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''))
}

/** The tolerations that bear these taints, one a taint; undefined when a taint is borne by none. Upstream: GetMatchingTolerations. */
export function bearing(taints: readonly Taint[], tolerations: readonly Toleration[]): Toleration[] | undefined {
  const found = taints.map((taint) => tolerations.find((toleration) => tolerates(toleration, taint)))
  return found.every((toleration) => toleration !== undefined) ? found : undefined
}

/** Seconds for which all of these bear: 0 at once over, Infinity for ever. Upstream: getMinTolerationTime. */
export function tolerationSeconds(tolerations: readonly Toleration[]): number {
  if (tolerations.length === 0) return 0
  return tolerations.reduce(
    (least, { tolerationSeconds: seconds }) => Math.min(least, seconds === undefined ? Infinity : Math.max(0, seconds)),
    Infinity,
  )
}

/** Two taints are the same one when key and effect agree; a node cannot have both. */
export const isSameTaint = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect

/** Total order of taints, for lists that have none of their own. */
export const byTaintKey = (a: Taint, b: Taint): number => order(a.key, b.key) || order(a.effect, b.effect)
