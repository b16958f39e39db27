import { defineSummary } from '../../../world/view/summary'
import type { Phrase } from '../../../world/frame'
import { podState } from '../../../world/view/podView'
import { podStatusWord } from './api'

export default defineSummary({
  kind: 'Pod',
  podSpecPath: 'spec',
  summary(pod) {
    const node = pod.spec.nodeName
    return {
      state: podState(pod, false),
      text: [
        { key: 'summary.word', values: { word: podStatusWord(pod) } } as Phrase,
        ...(node ? [{ key: 'summary.onNode', values: { node } }] : []),
      ],
    }
  },
})
