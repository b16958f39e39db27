import { controllerOf, type KubeObject } from '../../../api/meta'
import type { Client } from '../../../api/client'
import type { ComponentContext } from '../../../control/component'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { runController } from '../../../control/manager'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { adopters, claim } from '../../workload/claim'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { noFailures, type BackoffRecord } from './backoff'
import { finishedCondition } from './conditions'
import { release } from './hands'
import { JOB_CONTROLLER, TRACKING } from './names'
import { isTracked } from './podStates'
import { syncJob } from './sync'

/** Changes of pods are looked at together, ms after the first; upstream: SyncJobBatchPeriod. */
const TOGETHER_MS = 1000

/** Runs pods until enough of them have succeeded; upstream: job-controller. */
export function createJobController(context: ComponentContext): void {
  // What is remembered of failures lives in the process: after a restart waits begin anew, as upstream.
  const failures = new CowMap<string, BackoffRecord>()
  context.kernel.part<SavedMap<string, BackoffRecord>>('job-controller/failures', {
    save: () => failures.save(),
    load: (saved) => failures.load(saved),
  })
  context.onStart(() => failures.clear())

  runController(
    context,
    defineController({
      name: 'job-controller',
      title: 'Job',
      for: 'Job',
      // A status is the answer to pods, so it can wait as they can.
      wakes: ({ type, object, old }) => type !== 'MODIFIED' || isOtherwise(object, old as Job | undefined),
      watches: [
        watches('Job', ({ type, object, old }, own) => {
          if (type === 'MODIFIED' && !isOtherwise(object, old) && !finishedCondition(object)) {
            own.requeue(keyIn(object, object.metadata.name), TOGETHER_MS)
          }
          return []
        }),
        watches('Pod', ({ type, object, old }, own) => {
          wakeOwners(own, object, old)
          if (type === 'DELETED' || controllerOf(object)) return []
          if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
          return adopters(own.client, 'Job', object)
        }),
      ],
      reconcile(own, job) {
        if (isForeign(job)) return
        const key = keyIn(job, job.metadata.name)
        const pods = finishedCondition(job) ? [] : claim(own.client, 'Pod', job, () => true, TRACKING)
        const known = failures.get(key)
        const { backoff, again, error } = syncJob(own, { job, pods, now: own.now, ...(known && { backoff: known }) })
        if (!backoff || backoff === noFailures || backoff.failuresAfterLastSuccess === 0) failures.delete(key)
        else if (backoff !== known) failures.set(key, backoff)
        if (error) throw error
        return again
      },
      gone: (_, key) => void failures.delete(key),
    }),
  )
  runController(context, orphanReleaser)
}

/** Lets go of pods that no Job will ever count: their Job is gone, is over, or is not theirs any more. Upstream: syncOrphanPod. */
const orphanReleaser = defineController({
  name: 'job-controller/orphans',
  title: 'Job',
  for: 'Pod',
  wakes: ({ type, object, old }) =>
    type !== 'DELETED' && isTracked(object) && (!old || controllerOf(object) !== controllerOf(old)),
  watches: [
    watches('Job', ({ type, object }, { client }) => {
      if (type !== 'DELETED' && !finishedCondition(object)) return []
      return client
        .owned('Pod', object)
        .filter(isTracked)
        .map((pod) => keyIn(pod, pod.metadata.name))
    }),
  ],
  reconcile({ client }, pod) {
    if (isTracked(pod) && isOrphan(client, pod)) release({ client }, pod)
  },
})

function isOrphan(client: Client, pod: Pod): boolean {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'Job') return owner === undefined
  const job = client.get('Job', owner.name, pod.metadata.namespace)
  if (job?.metadata.uid !== owner.uid) return true
  return !isForeign(job) && finishedCondition(job) !== undefined
}

/** Does somebody else see to it? */
const isForeign = ({ spec }: Job) => spec.managedBy !== undefined && spec.managedBy !== JOB_CONTROLLER

const isOtherwise = (job: Job, old: Job | undefined) =>
  job.metadata.generation !== old?.metadata.generation || job.metadata.deletionTimestamp !== old?.metadata.deletionTimestamp

function wakeOwners(own: ControllerContext, pod: Pod, old: Pod | undefined): void {
  const owner = controllerOf(pod)
  if (owner?.kind === 'Job') own.requeue(keyIn(pod, owner.name), TOGETHER_MS)
  const before = old && controllerOf(old)
  if (before?.kind === 'Job' && before.uid !== owner?.uid) own.requeue(keyIn(pod, before.name), TOGETHER_MS)
}

const keyIn = ({ metadata }: KubeObject, name: string) => `${metadata.namespace}/${name}`
