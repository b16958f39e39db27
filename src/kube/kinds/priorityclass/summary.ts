import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'PriorityClass',
  summary: ({ value }) => ({ state: 'ready', text: [{ key: 'summary.word', values: { word: String(value) } }] }),
})
