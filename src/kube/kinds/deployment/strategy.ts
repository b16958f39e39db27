import type { IntOrString } from '../pod/api'
import type { Deployment } from './api'

/** How far a rolling update may stray from the wanted size, in pods. */
export interface Fenceposts {
  readonly maxSurge: number
  readonly maxUnavailable: number
}

/**
 * Counts and percentages as counts: surge rounds up, unavailable down, and as both may not be 0 then unavailable is 1.
 * Throws RangeError for what is neither. Upstream: ResolveFenceposts.
 */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  desired: number,
): Fenceposts {
  const surge = scaled(maxSurge ?? 0, desired, Math.ceil)
  const unavailable = scaled(maxUnavailable ?? 0, desired, Math.floor)
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

export const isRolling = ({ spec }: Deployment): boolean => spec.strategy?.type === 'RollingUpdate'

/** Pods that may be missing while it rolls; upstream: MaxUnavailable. */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas, strategy } = deployment.spec
  if (!isRolling(deployment) || replicas === 0) return 0
  const resolved = resolveFenceposts(strategy.rollingUpdate?.maxSurge, strategy.rollingUpdate?.maxUnavailable, replicas)
  return Math.min(resolved.maxUnavailable, replicas)
}

/** Pods that there may be beyond the wanted size; upstream: MaxSurge. */
export function maxSurge(deployment: Deployment): number {
  const { replicas, strategy } = deployment.spec
  if (!isRolling(deployment)) return 0
  return resolveFenceposts(strategy.rollingUpdate?.maxSurge, strategy.rollingUpdate?.maxUnavailable, replicas).maxSurge
}

function scaled(value: IntOrString, of: number, round: (x: number) => number): number {
  if (typeof value === 'number') return value
  const percent = /^([+-]?\d+)%$/.exec(value)
  if (!percent) throw new RangeError(`invalid value for IntOrString: invalid type: string is not a percentage`)
  return round((Number(percent[1]) * of) / 100)
}
