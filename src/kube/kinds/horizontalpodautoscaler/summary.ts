import type { Phrase } from '../../../world/frame'
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
    const text: Phrase[] = [{ key: 'summary.targets', values: { targets } }]
    if (resizing) text.push({ key: 'summary.resizing', values: { from: currentReplicas, to: desiredReplicas } })
    return { state: failing ? 'crash' : resizing ? 'creating' : 'ready', text }
  },
})
