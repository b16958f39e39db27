import { compileSelector } from '../../../api/labels'
import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'NetworkPolicy',
  summary({ metadata, spec }, { store }) {
    const selects = compileSelector(spec.podSelector ?? {})
    const count = store.inNamespace('Pod', metadata.namespace ?? '').filter((pod) => selects(pod.metadata.labels)).length
    return {
      state: 'ready',
      text: [
        { key: 'summary.isolates', values: { count } },
        { key: 'summary.word', values: { word: (spec.policyTypes ?? []).join(', ') } },
      ],
    }
  },
})
