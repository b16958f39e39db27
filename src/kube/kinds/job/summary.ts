import type { Phrase } from '../../../world/frame'
import { podState } from '../../../world/view/podView'
import { defineSummary, gravest } from '../../../world/view/summary'
import { isFinished } from '../../workload/pods'
import { finishedCondition, jobWord } from './api'
import { workOf } from './work'

export default defineSummary({
  kind: 'Job',
  podSpecPath: 'spec.template.spec',
  work: (job, reading) => workOf(job, reading.podsBelow(job), reading.now),
  summary(job, reading) {
    const { status = {} } = job
    const word = jobWord(job)
    const pods = reading.podsBelow(job)
    const { want, done, nextAt } = workOf(job, pods, reading.now)
    const text: Phrase[] = [{ key: 'summary.succeeded', values: { succeeded: done, want } }]
    if (status.failed) text.push({ key: 'summary.failed', values: { count: status.failed } })
    // Pods that failed have their successors; they do not make the Job one that failed.
    const states = pods.filter((pod) => !isFinished(pod))
    if (states.length) text.push({ key: 'summary.atWork', values: { count: states.length } })
    if (nextAt >= 0) text.push({ key: 'summary.nextTry', values: { time: clock(nextAt) } })
    if (word !== 'Running' && word !== 'Complete') text.push({ key: 'summary.word', values: { word } })
    if (word === 'Complete') return { state: 'done', text }
    if (word === 'Failed' || word === 'FailureTarget') {
      const reason = finishedCondition(job)?.reason
      if (reason) text.push({ key: 'summary.word', values: { word: reason } })
      return { state: 'failed', text }
    }
    return { state: states.length ? gravest(states.map((pod) => podState(pod, false))) : 'pending', text }
  },
})

/** Virtual ms as the page's clock shows them: `1:42`. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
