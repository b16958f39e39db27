import { defineSummary } from '../../../world/view/summary'
import { targetsText, type HorizontalPodAutoscaler } from './api'

export default defineSummary({
  kind: 'HorizontalPodAutoscaler',
  summary(hpa: HorizontalPodAutoscaler) {
    const { conditions, currentMetrics, currentReplicas = 0, desiredReplicas = 0 } = hpa.status ?? {}
    const failing = conditions?.some(
      ({ type, status, reason }) =>
        status === 'False' && (type === 'AbleToScale' || (type === 'ScalingActive' && reason !== 'ScalingDisabled')),
    )
    const targets = targetsText(hpa.spec.metrics ?? [], currentMetrics ?? [])
    const resizing = desiredReplicas !== currentReplicas
    return {
      state: failing ? 'crash' : resizing ? 'creating' : 'ready',
      text: [
        { key: 'summary.targets', values: { targets } },
        ...(resizing ? [{ key: 'summary.resizing', values: { from: currentReplicas, to: desiredReplicas } }] : []),
      ],
    }
  },
})
