import type { Condition } from '../../../api/meta'
import { timestamp, virtualMs } from '../../../api/time'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { isTrue } from './conditions'
import { judgeFailure } from './failurePolicy'
import { totalOf } from './indexes'
import { hasFailed, isIndexed, isLimitedPerIndex, isSuspended } from './podStates'
import { successReason } from './successPolicy'
import type { Tally } from './tally'

/** A condition of a Job, as it is first written. */
export const jobCondition = (type: string, status: 'True' | 'False', now: number, reason = '', message = ''): Condition => ({
  type,
  status,
  lastProbeTime: timestamp(now),
  lastTransitionTime: timestamp(now),
  ...(reason && { reason }),
  ...(message && { message }),
})

/**
 * Why nothing more is to be started, as the condition that says so before the last pods are gone: FailureTarget or SuccessCriteriaMet.
 * Undefined while the Job goes on (or is simply complete). Upstream: the first half of syncJob.
 */
export function verdictOn(job: Job, tally: Tally, now: number): Condition | undefined {
  const { spec, status = {} } = job
  const fail = (reason: string, message: string) => jobCondition('FailureTarget', 'True', now, reason, message)
  const decided = status.conditions?.find(
    ({ type, status }) => (type === 'SuccessCriteriaMet' || type === 'FailureTarget') && status === 'True',
  )
  if (decided) return decided
  const fatal = spec.podFailurePolicy && fatalFailure(job, tally.pods)
  if (fatal) return fail('PodFailurePolicy', fatal)
  if (tally.failed > spec.backoffLimit! || restartedTooOften(job, tally.pods)) {
    return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  }
  if (untilDeadline(job, now) === 0) return fail('DeadlineExceeded', 'Job was active longer than specified deadline')
  if (isLimitedPerIndex(job)) {
    const lost = totalOf(tally.lost ?? [])
    if (spec.maxFailedIndexes !== undefined && lost > spec.maxFailedIndexes) {
      return fail('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
    }
    if (lost > 0 && lost + totalOf(tally.done) >= spec.completions!) return fail('FailedIndexes', 'Job has failed indexes')
  }
  const met = isIndexed(job) && successReason(spec.successPolicy, spec.completions!, tally.done)
  return met ? jobCondition('SuccessCriteriaMet', 'True', now, 'SuccessPolicy', met) : undefined
}

/** Ms until the Job has been active for too long: 0 when it has, undefined when it may take as long as it likes. */
export function untilDeadline(job: Job, now: number): number | undefined {
  const { activeDeadlineSeconds } = job.spec
  const { startTime } = job.status ?? {}
  if (activeDeadlineSeconds === undefined || startTime === undefined || isSuspended(job)) return undefined
  return Math.max(0, virtualMs(startTime) + activeDeadlineSeconds * 1000 - now)
}

/** Has it succeeded as often as asked for? */
export function isComplete({ spec }: Job, succeeded: number, active: number): boolean {
  if (active > 0) return false
  return spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions
}

/** A Job's conditions with this one; a False one is not begun with. Undefined when it was so before. Rule: ensureJobConditionStatus. */
export function withJobCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] | undefined {
  const current = conditions.find(({ type }) => type === next.type)
  if (!current) return next.status === 'False' ? undefined : [...conditions, next]
  if (current.status === next.status && current.reason === next.reason && current.message === next.message) return undefined
  return conditions.map((condition) => (condition === current ? next : condition))
}

/** The last word that follows from an interim one. */
export const finalOf = ({ type, reason, message }: Condition, now: number): Condition =>
  jobCondition(type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed', 'True', now, reason, message)

export const hasInterim = (job: Job, type: string): boolean => isTrue(job.status?.conditions, type)

function fatalFailure(job: Job, pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    const { fatal } = hasFailed(pod, job) ? judgeFailure(job.spec.podFailurePolicy, pod) : {}
    if (fatal) return fatal
  }
  return undefined
}

/** With restartPolicy OnFailure restarts count instead of pods. Rule: pastBackoffLimitOnFailure. */
function restartedTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template?.spec?.restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue
    for (const one of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
      restarts += one.restartCount ?? 0
  }
  return spec.backoffLimit === 0 ? restarts > 0 : restarts >= spec.backoffLimit!
}
