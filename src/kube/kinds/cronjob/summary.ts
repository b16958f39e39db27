import { EPOCH_MS } from '../../../api/time'
import type { Phrase } from '../../../world/frame'
import { podState } from '../../../world/view/podView'
import { defineSummary, gravest } from '../../../world/view/summary'
import { isFinished } from '../../workload/pods'
import { nextRun } from './due'
import { zonedTimestamp, zoneNamed, UTC } from './zone'

export default defineSummary({
  kind: 'CronJob',
  podSpecPath: 'spec.jobTemplate.spec.template.spec',
  summary(cronJob, reading) {
    const { spec, status = {} } = cronJob
    const text: Phrase[] = []
    const active = status.active?.length ?? 0
    if (active > 0) text.push({ key: 'summary.active', values: { count: active } })
    const next = nextRun(cronJob, EPOCH_MS + reading.now)
    if (spec.suspend) text.push({ key: 'summary.word', values: { word: 'Suspended' } })
    else if (next !== undefined) {
      const time = zonedTimestamp(zoneNamed(spec.timeZone ?? '') ?? UTC, next).slice(11, 16)
      text.push({ key: 'summary.nextRun', values: { time } })
    }
    const pods = reading.podsBelow(cronJob).filter((pod) => !isFinished(pod))
    return { state: pods.length ? gravest(pods.map((pod) => podState(pod, false))) : 'done', text }
  },
})
