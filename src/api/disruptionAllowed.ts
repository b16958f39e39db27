import type { Condition } from './meta'
import { timestamp } from './time'

/** What of a PodDisruptionBudget's status tells whether a pod may go. */
export interface Allowance {
  readonly observedGeneration?: number
  readonly disruptionsAllowed: number
  readonly conditions?: readonly Condition[]
}

/** The type of a budget's one condition. */
export const DISRUPTION_ALLOWED = 'DisruptionAllowed'

/** The conditions with this one set, in the place where it was; its time is kept while its status stays. Upstream: SetStatusCondition. */
export function withStatusCondition(
  conditions: readonly Condition[],
  condition: Omit<Condition, 'lastTransitionTime'>,
  now: number,
): readonly Condition[] {
  const at = conditions.findIndex(({ type }) => type === condition.type)
  const old = conditions[at]
  const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : timestamp(now)
  const next: Condition = { ...condition, lastTransitionTime }
  return old ? conditions.map((one, i) => (i === at ? next : one)) : [...conditions, next]
}

/** A budget's status with its condition as the number of disruptions asks for. Upstream: UpdateDisruptionAllowedCondition. */
export function withAllowedCondition<T extends Allowance>(status: T, now: number): T {
  const allowed = status.disruptionsAllowed > 0
  const condition = {
    type: DISRUPTION_ALLOWED,
    status: allowed ? 'True' : 'False',
    ...(status.observedGeneration && { observedGeneration: status.observedGeneration }),
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  } as const
  return { ...status, conditions: withStatusCondition(status.conditions ?? [], condition, now) }
}

/** Does the condition say what the number says? Upstream: ConditionsAreUpToDate. */
export function isConditionCurrent(status: Allowance, generation: number | undefined): boolean {
  const condition = status.conditions?.find(({ type }) => type === DISRUPTION_ALLOWED)
  if (!condition || status.observedGeneration !== generation) return false
  return condition.status === (status.disruptionsAllowed > 0 ? 'True' : 'False')
}
