import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'Node',
  summary(node) {
    const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status ?? 'Unknown'
    return {
      state: ready === 'True' ? 'ready' : ready === 'False' ? 'notready' : 'unknown',
      text: [{ key: 'summary.word', values: { word: ready === 'True' ? 'Ready' : 'NotReady' } }],
    }
  },
})
