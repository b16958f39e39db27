import type { KubeObject } from '../../api/meta'
import type { KindDefinition } from '../../api/kind'
import { scopesOf, type ResourceQuota } from '../kinds/resourcequota/api'
import { amount, amountsOf, masked, sum, written, type Amounts } from './amounts'
import { evaluatorOf } from './evaluators'

/**
 * What a quota's namespace uses of everything that it limits, counted anew. `list` gives the namespace's objects of a kind.
 * Rule: CalculateUsage of the quota controller.
 */
export function recount(
  quota: ResourceQuota,
  kinds: readonly KindDefinition[],
  list: (kind: string) => readonly KubeObject[],
  now: number,
): Record<string, string> {
  const hard = Object.keys(quota.spec.hard ?? {})
  const scopes = scopesOf(quota)
  let used: Amounts = new Map(hard.map((name) => [name, amount(0)]))
  for (const kind of kinds) {
    const evaluator = evaluatorOf(kind)
    if (!hard.some((name) => evaluator.concerns(name))) continue
    for (const object of list(kind.kind)) {
      if (scopes.every((scope) => evaluator.matches(scope, object))) used = sum(used, masked(evaluator.usage(object, now), hard))
    }
  }
  return written(masked(used, hard))
}

/** What a quota has once its limits are known and everything is counted. */
export const recounted = (quota: ResourceQuota, used: Record<string, string>): ResourceQuota => ({
  ...quota,
  status: { hard: written(amountsOf(quota.spec.hard)), used },
})
