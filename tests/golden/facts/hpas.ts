import type { HorizontalPodAutoscaler } from '../../../src/kube/kinds/horizontalpodautoscaler/api'
import { byName, conditionsOf, type FactsOfKind } from '../fact'

export default {
  name: 'hpas',
  facts: ({ of }) => byName(of<HorizontalPodAutoscaler>('HorizontalPodAutoscaler'), hpaFact),
} satisfies FactsOfKind

const hpaFact = ({ status }: HorizontalPodAutoscaler) => ({
  conditions: conditionsOf(status?.conditions ?? []),
  current: status?.currentReplicas ?? 0,
  desired: status?.desiredReplicas ?? 0,
  utilization: (status?.currentMetrics ?? []).flatMap((metric) => metric.resource?.current.averageUtilization ?? []),
})
