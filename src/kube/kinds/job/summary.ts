import type { Phrase } from '../../../world/frame'
import { podState } from '../../../world/view/podView'
import { defineSummary, gravest } from '../../../world/view/summary'
import { isFinished } from '../../workload/pods'
import { jobWord } from './api'

export default defineSummary({
  kind: 'Job',
  podSpecPath: 'spec.template.spec',
  summary(job, reading) {
    const { spec, status = {} } = job
    const word = jobWord(job)
    const text: Phrase[] = [
      { key: 'summary.succeeded', values: { succeeded: status.succeeded ?? 0, want: spec.completions ?? 1 } },
    ]
    if (status.failed) text.push({ key: 'summary.failed', values: { count: status.failed } })
    if (word !== 'Running' && word !== 'Complete') text.push({ key: 'summary.word', values: { word } })
    if (word === 'Complete') return { state: 'done', text }
    if (word === 'Failed' || word === 'FailureTarget') return { state: 'failed', text }
    // Pods that failed have their successors; they do not make the Job one that failed.
    const states = reading.podsBelow(job).filter((pod) => !isFinished(pod))
    return { state: states.length ? gravest(states.map((pod) => podState(pod, false))) : 'pending', text }
  },
})
