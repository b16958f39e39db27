import { same } from '../../../api/freeze'
import { keyOf } from '../../../api/meta'
import { EPOCH_MS } from '../../../api/time'
import type { WatchEvent } from '../../../api/watch'
import { defineController, watches } from '../../../control/controller'
import { owns } from '../../workload/claim'
import type { CronJob } from './api'
import { readSchedule, untilNext } from './due'
import { cleanUp } from './history'
import { syncCronJob } from './sync'

/** Makes Jobs when they are due; upstream: cronjob-controller, version 2. */
export default defineController({
  name: 'cronjob-controller',
  title: 'CronJob',
  rank: 14,
  for: 'CronJob',
  owns: ['Job'],
  // Another schedule begins with its next time; what it would have started before is not made up for.
  wakes: (event) => !isRescheduled(event),
  watches: [
    watches('CronJob', (event, { now, requeue }) => {
      const schedule = isRescheduled(event) ? readSchedule(event.object) : undefined
      const wait = schedule && untilNext(event.object, schedule, EPOCH_MS + now)
      if (wait !== undefined) requeue(keyOf(event.object), wait)
      return []
    }),
  ],
  reconcile(context, cronJob) {
    const jobs = owns(context.client, 'Job', cronJob)
    const left = cleanUp(context, cronJob, jobs)
    const { status, again, error } = syncCronJob(context, left, jobs, EPOCH_MS + context.now)
    if (!same(status, cronJob.status)) context.client.updateStatus({ ...cronJob, status })
    if (error) throw error
    return again
  },
})

function isRescheduled({ type, object, old }: WatchEvent<CronJob>): boolean {
  if (type !== 'MODIFIED' || !old) return false
  return old.spec.schedule !== object.spec.schedule || old.spec.timeZone !== object.spec.timeZone
}
