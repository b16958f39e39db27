import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'VerticalPodAutoscaler',
  summary({ status }) {
    const containers = status?.recommendation?.containerRecommendations ?? []
    const targets = containers.map(({ containerName, target }) => `${containerName}: ${target['cpu']} ${target['memory']}`)
    return {
      state: containers.length ? 'ready' : 'pending',
      text: [{ key: 'summary.targets', values: { targets: targets.join(', ') || '<none>' } }],
    }
  },
})
