import type { PodDisruptionBudget } from '../../../src/kube/kinds/poddisruptionbudget/api'
import { byName, type FactsOfKind } from '../fact'

const pdbs: FactsOfKind = {
  name: 'pdbs',
  facts: ({ of }) =>
    byName(of<PodDisruptionBudget>('PodDisruptionBudget'), ({ status }) => {
      const { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods } = status
      return { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods }
    }),
}

export default pdbs
