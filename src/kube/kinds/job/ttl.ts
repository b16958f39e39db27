import { virtualMs } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { defineController } from '../../../control/controller'
import { runController } from '../../../control/manager'
import type { Job } from './api'
import { finishedCondition } from './conditions'

/** Removes Jobs that have been over for as long as they ask; upstream: ttl-after-finished-controller. */
export function createTtlController(context: ComponentContext): void {
  runController(
    context,
    defineController({
      name: 'ttl-after-finished-controller',
      title: 'TTL',
      for: 'Job',
      wakes: ({ object }) => isDoomed(object),
      reconcile({ client, now }, job) {
        const left = timeLeft(job, now)
        if (left === undefined || left > 0) return left
        client.delete('Job', job, { propagationPolicy: 'Foreground', preconditions: { uid: job.metadata.uid } })
      },
    }),
  )
}

/** Ms until a Job is to go, negative when it should have gone; undefined when it is to stay, or is not over yet. Rule: timeLeft. */
export function timeLeft(job: Job, now: number): number | undefined {
  if (!isDoomed(job)) return undefined
  const { lastTransitionTime } = finishedCondition(job)!
  if (!lastTransitionTime) return undefined
  return virtualMs(lastTransitionTime) + job.spec.ttlSecondsAfterFinished! * 1000 - now
}

const isDoomed = (job: Job) =>
  job.metadata.deletionTimestamp === undefined &&
  job.spec.ttlSecondsAfterFinished !== undefined &&
  finishedCondition(job) !== undefined
