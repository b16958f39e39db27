import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { humanDuration } from '../../../api/duration'
import type { Column } from '../../../api/kind'
import { virtualMs } from '../../../api/time'
import { workloadColumns } from '../pod/api'
import { isTrue } from './conditions'
import type { Job } from './types'

/** The columns of Jobs; upstream: printJob. */
export const jobColumns: readonly Column<Job>[] = [
  nameColumn,
  textColumn('Status', jobWord),
  textColumn('Completions', completionsText),
  textColumn('Duration', ({ status }, now) => durationText(status?.startTime, status?.completionTime, now)),
  ageColumn,
  ...workloadColumns,
]

/** What kubectl prints under STATUS. */
export function jobWord({ status, metadata }: Job): string {
  const holds = (type: string) => isTrue(status?.conditions, type)
  if (holds('Complete')) return 'Complete'
  if (holds('Failed')) return 'Failed'
  if (metadata.deletionTimestamp) return 'Terminating'
  if (holds('Suspended')) return 'Suspended'
  if (holds('FailureTarget')) return 'FailureTarget'
  return holds('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running'
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  const parallelism = spec.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function durationText(start: string | undefined, end: string | undefined, now: number): string {
  if (start === undefined) return ''
  return humanDuration((end === undefined ? now : virtualMs(end)) - virtualMs(start))
}
