import type { Phrase, PodState } from '../../../world/frame'
import { defineSummary } from '../../../world/view/summary'

const states: Readonly<Record<string, PodState>> = { Bound: 'ready', Available: 'ready', Released: 'done', Failed: 'failed' }

/** `Bound · default/data`. */
export default defineSummary({
  kind: 'PersistentVolume',
  summary({ metadata, spec, status }) {
    const phase = status.phase ?? 'Pending'
    const { claimRef } = spec
    const text: Phrase[] = [{ key: 'summary.word', values: { word: metadata.deletionTimestamp ? 'Terminating' : phase } }]
    if (claimRef?.name) text.push({ key: 'summary.word', values: { word: `${claimRef.namespace ?? ''}/${claimRef.name}` } })
    return { state: metadata.deletionTimestamp ? 'term' : (states[phase] ?? 'pending'), text }
  },
})
