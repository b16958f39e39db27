import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'Role',
  summary({ rules }) {
    const verbs = [...new Set((rules ?? []).flatMap((rule) => rule.verbs ?? []))]
    return { state: 'ready', text: [{ key: 'summary.allows', values: { verbs: verbs.join(', ') || '–' } }] }
  },
})
