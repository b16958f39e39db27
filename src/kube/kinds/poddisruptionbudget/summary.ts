import type { Phrase } from '../../../world/frame'
import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'PodDisruptionBudget',
  summary({ status }) {
    const { currentHealthy: healthy = 0, desiredHealthy: wanted = 0, disruptionsAllowed: count = 0 } = status ?? {}
    const text: Phrase[] = [
      { key: 'summary.healthy', values: { healthy, wanted } },
      { key: 'summary.mayGo', values: { count } },
    ]
    return { state: healthy < wanted ? 'notready' : 'ready', text }
  },
})
