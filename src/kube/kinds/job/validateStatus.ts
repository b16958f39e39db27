import { duplicate, invalid, required, type FieldError } from '../../../api/errors'
import { nonNegative } from '../pod/api'
import { finishedCondition, isTrue } from './conditions'
import { checkIndexes, checkInterval } from './indexes'
import type { Job, JobStatus } from './types'

/** Checks a status. Rule: ValidateJobUpdateStatus, with what jobStatusStrategy asks of what changed. */
export function validateJobStatus(job: Job, old: Job): FieldError[] {
  const status = job.status ?? {}
  const before = old.status ?? {}
  const out = validateJobCounts(job)
  if (out.length) return out
  validateConditions(job, old, out)
  validateFinished(job, old, out)
  validateIndexes(job, old, out)
  const isElastic = job.spec.completionMode === 'Indexed' && job.spec.completions === job.spec.parallelism
  if ((status.failed ?? 0) < (before.failed ?? 0)) {
    out.push(invalid('status.failed', status.failed ?? 0, 'cannot decrease the failed counter'))
  }
  if (!isElastic && (status.succeeded ?? 0) < (before.succeeded ?? 0)) {
    out.push(invalid('status.succeeded', status.succeeded ?? 0, 'cannot decrease the succeeded counter'))
  }
  if ((status.ready ?? 0) !== (before.ready ?? 0) && (status.ready ?? 0) > (status.active ?? 0)) {
    out.push(invalid('status.ready', status.ready, 'cannot set more ready pods than active'))
  }
  if (before.startTime !== undefined && before.startTime !== status.startTime && !job.spec.suspend && !resumes(job, old)) {
    out.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'))
  }
  return out
}

/** Checks the numbers of a status by themselves. */
export function validateJobCounts({ status = {} }: Job): FieldError[] {
  const out = nonNegative(status, ['active', 'succeeded', 'failed', 'ready', 'terminating'], 'status')
  validateUncounted(status, out)
  return out
}

/** A Job that goes on after a suspension begins its time anew. */
const resumes = ({ status }: Job, old: Job) =>
  isTrue(old.status?.conditions, 'Suspended') && !isTrue(status.conditions, 'Suspended') && status.startTime !== undefined

function validateUncounted({ uncountedTerminatedPods: pods = {} }: JobStatus, out: FieldError[]): void {
  const seen = new Set<string>()
  for (const group of ['succeeded', 'failed'] as const) {
    pods[group]?.forEach((uid, i) => {
      const path = `status.uncountedTerminatedPods.${group}[${i}]`
      if (uid === '') out.push(invalid(path, uid, 'must not be empty'))
      else if (seen.has(uid)) out.push(duplicate(path, uid))
      seen.add(uid)
    })
  }
}

function validateConditions(job: Job, old: Job, out: FieldError[]): void {
  const now = (type: string) => isTrue(job.status.conditions, type)
  const before = (type: string) => isTrue(old.status?.conditions, type)
  const not = (why: string) => out.push(invalid('status.conditions', job.status.conditions, why))
  if (now('Complete') && now('Failed')) not('cannot set Complete=True and Failed=true conditions')
  if (now('Complete') && now('FailureTarget')) not('cannot set Complete=True and FailureTarget=true conditions')
  if (now('Failed') && !before('Failed') && !now('FailureTarget')) {
    not('cannot set Failed=True condition without the FailureTarget=true condition')
  }
  if (now('Complete') && !before('Complete') && !now('SuccessCriteriaMet')) {
    not('cannot set Complete=True condition without the SuccessCriteriaMet=true condition')
  }
  if (now('SuccessCriteriaMet') && now('Failed')) not('cannot set SuccessCriteriaMet=True and Failed=true conditions')
  if (now('SuccessCriteriaMet') && now('FailureTarget'))
    not('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (before(type) && !now(type)) not(`cannot disable the terminal ${type}=True condition`)
  }
  if (before('SuccessCriteriaMet') && !now('SuccessCriteriaMet')) not('cannot disable the SuccessCriteriaMet=True condition')
  if (before('Complete') && !before('SuccessCriteriaMet') && now('SuccessCriteriaMet')) {
    not('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions')
  }
}

function validateFinished(job: Job, old: Job, out: FieldError[]): void {
  const { status } = job
  const isComplete = isTrue(status.conditions, 'Complete')
  if (status.completionTime !== undefined && !isComplete) {
    const why = 'cannot set completionTime when there is no Complete=True condition'
    out.push(invalid('status.completionTime', status.completionTime, why))
  }
  if (status.completionTime === undefined && isComplete) {
    out.push(required('status.completionTime', 'completionTime is required for Complete jobs'))
  }
  if (status.startTime !== undefined && status.completionTime !== undefined && status.completionTime < status.startTime) {
    out.push(invalid('status.completionTime', status.completionTime, 'completionTime cannot be set before startTime'))
  }
  const earlier = old.status?.completionTime
  if (status.completionTime !== undefined && earlier !== undefined && earlier !== status.completionTime) {
    out.push(invalid('status.completionTime', status.completionTime, 'completionTime cannot be mutated'))
  }
  if (!finishedCondition(job)) return
  if ((status.active ?? 0) > 0) out.push(invalid('status.active', status.active, 'active>0 is invalid for finished job'))
  if ((status.terminating ?? 0) > 0) {
    out.push(invalid('status.terminating', status.terminating, 'terminating>0 is invalid for finished job'))
  }
  if (status.startTime === undefined) out.push(required('status.startTime', 'startTime is required for finished job'))
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  if (succeeded.length + failed.length > 0) {
    const why = 'uncountedTerminatedPods needs to be empty for finished job'
    out.push(invalid('status.uncountedTerminatedPods', status.uncountedTerminatedPods, why))
  }
}

function validateIndexes({ spec, status }: Job, old: Job, out: FieldError[]): void {
  const { completedIndexes = '', failedIndexes } = status
  const { completions } = spec
  if (completedIndexes !== (old.status?.completedIndexes ?? '')) {
    const error = completions === undefined ? undefined : checkIndexes(completedIndexes, completions).error
    if (error) out.push(invalid('status.completedIndexes', completedIndexes, `error parsing completedIndexes: ${error}`))
    if (spec.completionMode !== 'Indexed' && completedIndexes) {
      const why = 'cannot set non-empty completedIndexes when non-indexed completion mode'
      out.push(invalid('status.completedIndexes', completedIndexes, why))
    }
  }
  if (failedIndexes === undefined || failedIndexes === old.status?.failedIndexes) return
  if (spec.backoffLimitPerIndex === undefined) {
    const why = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'
    out.push(invalid('status.failedIndexes', failedIndexes, why))
  }
  if (completions === undefined) return
  const { error } = checkIndexes(failedIndexes, completions)
  if (error) out.push(invalid('status.failedIndexes', failedIndexes, `error parsing failedIndexes: ${error}`))
  const overlap = overlapOf(completedIndexes, failedIndexes, completions)
  if (overlap !== undefined) {
    const why = `failedIndexes and completedIndexes overlap at index: ${overlap}`
    out.push(invalid('status.failedIndexes', failedIndexes, why))
  }
}

/** The first index that is in both lists. */
function overlapOf(a: string, b: string, completions: number): number | undefined {
  const read = (text: string) =>
    (text ? text.split(',') : []).map((part) => checkInterval(part, completions)).filter((each) => typeof each !== 'string')
  for (const [first, last] of read(a)) {
    for (const [from, to] of read(b)) if (first <= to && from <= last) return Math.max(first, from)
  }
  return undefined
}
