import { compileSelector } from '../../../api/labels'
import type { Phrase } from '../../../world/frame'
import { defineSummary } from '../../../world/view/summary'

export default defineSummary({
  kind: 'NetworkPolicy',
  summary({ metadata, spec }, { store }) {
    const selects = compileSelector(spec.podSelector ?? {})
    const count = store.inNamespace('Pod', metadata.namespace ?? '').filter((pod) => selects(pod.metadata.labels)).length
    const text: readonly Phrase[] = [
      { key: 'summary.isolates', values: { count } },
      { key: 'summary.word', values: { word: (spec.policyTypes ?? []).join(', ') } },
    ]
    return { state: 'ready', text }
  },
})
