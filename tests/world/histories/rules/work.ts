import { controllerOf } from '../../../../src/api/meta'
import type { Job } from '../../../../src/kube/kinds/job/api'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import { isActive } from '../../../../src/kube/workload/pods'
import { titleOf } from '../read'
import { recent } from '../trouble'
import type { Rule } from '../watch'

const endOf = (job: Job) =>
  job.status.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')?.type

/** A Job counts right, runs no more at a time than it may, and what is over stays over. */
export const work: Rule = (watched) => {
  const { world, broken } = watched
  const { store } = world.cluster
  const atATime = recent(watched, 'Job', (object) => (object as Job).spec.parallelism ?? 1)
  return {
    written(change) {
      atATime.written(change)
      if (change.object.kind === 'Job' && change.type !== 'DELETED') {
        const job = change.object as Job
        const before = change.old as Job | undefined
        const { succeeded = 0, failed = 0 } = job.status
        const { completions } = job.spec
        if (completions !== undefined && succeeded > completions)
          broken(`${titleOf(job)} succeeded ${succeeded} times of ${completions}`)
        if (before && (succeeded < (before.status.succeeded ?? 0) || failed < (before.status.failed ?? 0)))
          broken(`${titleOf(job)} counts backwards`)
        if (before && endOf(before) && endOf(before) !== endOf(job))
          broken(`${titleOf(job)} was ${endOf(before)}, and now ${endOf(job)}`)
        if (endOf(job) === 'Complete' && completions !== undefined && succeeded < completions && !job.spec.successPolicy)
          broken(`${titleOf(job)} is Complete with ${succeeded} of ${completions}`)
        if ((job.status.ready ?? 0) > (job.status.active ?? 0)) broken(`${titleOf(job)} has more ready than active`)
      }
      if (change.object.kind === 'Pod' && change.type === 'ADDED') {
        const owner = controllerOf(change.object)
        if (owner?.kind !== 'Job') return
        const job = store.get('Job', `${change.object.metadata.namespace}/${owner.name}`) as Job | undefined
        if (job?.metadata.uid !== owner.uid) return void broken(`${titleOf(change.object)} is made for a Job that is gone`)
        if (endOf(job)) broken(`${titleOf(job)} is over and gets a pod`)
        const active = (store.owned('Pod', owner.uid) as readonly Pod[]).filter(isActive)
        const most = Math.max(...atATime.of(job))
        if (active.length > most) broken(`${titleOf(job)} runs ${active.length} pods of ${most}`)
        if (job.spec.completionMode !== 'Indexed') return
        const index = (pod: { readonly metadata: Pod['metadata'] }) =>
          pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index']
        const same = active.filter((pod) => index(pod) === index(change.object))
        if (same.length > 1) broken(`${titleOf(job)} runs index ${index(change.object)} ${same.length} times`)
      }
    },
  }
}
