import type { PodDisruptionBudget } from '../../../kube/kinds/poddisruptionbudget/api'
import type { BudgetView } from '../../frame'
import { definePart } from './part'
import { byName, selectedPods } from './selected'

/** How many pods may go at will. */
export const budgets = definePart<BudgetView>({
  kinds: ['PodDisruptionBudget', 'Pod'],
  build: ({ store }) =>
    ([...store.all('PodDisruptionBudget')] as unknown as readonly PodDisruptionBudget[])
      .map(({ metadata: { uid, name, namespace = '' }, spec, status }) => ({
        uid,
        name,
        namespace,
        pods: spec.selector ? selectedPods(store, namespace, spec.selector) : [],
        allowed: status?.disruptionsAllowed ?? 0,
        healthy: status?.currentHealthy ?? 0,
        desired: status?.desiredHealthy ?? 0,
      }))
      .sort(byName),
})
