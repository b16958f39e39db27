import type { Phrase, PodState } from '../../../world/frame'
import { defineSummary } from '../../../world/view/summary'
import { accessModesText, storageClassOf } from './api'

const states: Readonly<Record<string, PodState>> = { Bound: 'ready', Pending: 'pending', Lost: 'failed' }

/** `Bound · 1Gi RWO`, or what class it waits for. */
export default defineSummary({
  kind: 'PersistentVolumeClaim',
  summary(claim) {
    const { metadata, spec, status } = claim
    const phase = status.phase ?? 'Pending'
    const size = status.capacity?.['storage'] ?? spec.resources?.requests?.['storage'] ?? ''
    const word = phase === 'Bound' ? `${size} ${accessModesText(status.accessModes)}`.trim() : storageClassOf(claim)
    const text: Phrase[] = [{ key: 'summary.word', values: { word: metadata.deletionTimestamp ? 'Terminating' : phase } }]
    if (word) text.push({ key: 'summary.word', values: { word } })
    return { state: metadata.deletionTimestamp ? 'term' : (states[phase] ?? 'pending'), text }
  },
})
