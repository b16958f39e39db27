import { invalid, notOneOf, required, type FieldError } from '../../../api/errors'
import { validateJobTemplate } from '../job/api'
import { nonNegative } from '../pod/api'
import { ScheduleError } from './field'
import { parseSchedule } from './schedule'
import type { CronJob, CronJobSpec } from './types'
import { zoneNamed } from './zone'

/** A Job's name has 63 characters, eleven of which are the time. */
const LONGEST_NAME = 52

/** Checks a CronJob. Rule: ValidateCronJobCreate. */
export function validateCronJob({ spec, metadata }: CronJob): FieldError[] {
  const out = validateSpec(spec, undefined)
  if (metadata.name && metadata.name.length > LONGEST_NAME) {
    out.push(invalid('metadata.name', metadata.name, `must be no more than ${LONGEST_NAME} characters`))
  }
  return out
}

/** Checks a replaced one. Rule: ValidateCronJobUpdate. */
export const validateCronJobUpdate = ({ spec }: CronJob, old: CronJob): FieldError[] => validateSpec(spec, old.spec)

function validateSpec(spec: CronJobSpec = {} as CronJobSpec, old: CronJobSpec | undefined): FieldError[] {
  const out: FieldError[] = []
  if (!spec.schedule) out.push(required('spec.schedule'))
  else validateSchedule(spec, old?.schedule?.includes('TZ') ?? false, out)
  out.push(...nonNegative(spec, ['startingDeadlineSeconds'], 'spec'))
  if (!old || old.timeZone !== spec.timeZone) validateZone(spec.timeZone, out)
  const policies = ['Allow', 'Forbid', 'Replace']
  if (!spec.concurrencyPolicy) out.push(required('spec.concurrencyPolicy'))
  else if (!policies.includes(spec.concurrencyPolicy)) {
    out.push(notOneOf('spec.concurrencyPolicy', spec.concurrencyPolicy, policies))
  }
  out.push(...validateJobTemplate(spec.jobTemplate ?? {}, 'spec.jobTemplate'))
  return [...out, ...nonNegative(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], 'spec')]
}

/** Rule: validateScheduleFormat. A zone in the schedule was never supported; CronJobs that have one may keep it. */
function validateSchedule({ schedule, timeZone }: CronJobSpec, mayName: boolean, out: FieldError[]): void {
  const wrong = (why: string) => out.push(invalid('spec.schedule', schedule, why))
  try {
    parseSchedule(schedule)
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    wrong(error.message)
  }
  if (!schedule.includes('TZ')) return
  if (!mayName) wrong('cannot use TZ or CRON_TZ in schedule, use timeZone field instead')
  else if (timeZone !== undefined) wrong('cannot use both timeZone field and TZ or CRON_TZ in schedule')
}

const component = /^[A-Za-z.\-_0-9+]{1,14}$/

/** Rule: validateTimeZone. */
function validateZone(zone: string | undefined, out: FieldError[]): void {
  if (zone === undefined) return
  const wrong = (why: string) => out.push(invalid('spec.timeZone', zone, why))
  if (zone === '') return void wrong('timeZone must be nil or non-empty string')
  const isWrong = (part: string) => part === '.' || part === '..' || part.startsWith('-') || !component.test(part)
  if (zone.split('/').some(isWrong)) return void wrong(`unknown time zone ${zone}`)
  if (zone.toLowerCase() === 'local') {
    wrong('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')
    // That one is known to Go.
    if (zone === 'Local') return
  }
  if (!zoneNamed(zone)) wrong(`unknown time zone ${zone}`)
}
