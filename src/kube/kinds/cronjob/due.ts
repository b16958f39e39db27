import { EPOCH_MS, virtualMs } from '../../../api/time'
import type { CronJob } from './api'
import { ScheduleError } from './field'
import { parseSchedule, type Schedule } from './schedule'
import { UTC, zoneNamed } from './zone'

/** What became due while nobody looked. Instants are Unix ms. */
export interface Due {
  /** From when on it was looked. */
  readonly earliest: number
  /** The last instant that is due, if any is. */
  readonly last: number | undefined
  readonly missed: 'none' | 'few' | 'many'
  /** Why nothing can be told of this schedule. */
  readonly error?: string
}

/** More missed starts than this are told of; upstream counts roughly, too. */
const MANY = 100

const TOO_CLOSE = 'time difference between two schedules is less than 1 second'

/** A start is looked for this much after its time, so that it has surely come; upstream: nextScheduleDelta. Ms. */
const DELTA_MS = 100

/**
 * What is due of a CronJob by now (Unix ms). `withDeadline`: starts that are too late to be made up for do not count.
 * Rule: mostRecentScheduleTime.
 */
export function dueOf({ metadata, spec, status }: CronJob, schedule: Schedule, now: number, withDeadline: boolean): Due {
  let earliest = EPOCH_MS + virtualMs(status?.lastScheduleTime ?? metadata.creationTimestamp)
  const { startingDeadlineSeconds: deadline } = spec
  if (withDeadline && deadline !== undefined) earliest = Math.max(earliest, now - deadline * 1000)
  const first = schedule.next(earliest)
  // Never due, as on the 31st of February.
  if (first === undefined) return { earliest, last: undefined, missed: 'none', error: TOO_CLOSE }
  if (now < first) return { earliest, last: undefined, missed: 'none' }
  const second = schedule.next(first)
  if (second === undefined || now < second) return { earliest, last: first, missed: 'none' }
  const between = Math.round((second - first) / 1000)
  if (between < 1) return { earliest, last: undefined, missed: 'none', error: TOO_CLOSE }
  // Counts as if starts were equally far apart, then goes back by one and forward in steps for those that are not.
  const missed = Math.floor(Math.floor((now - first) / 1000) / between) + 1
  let last: number | undefined
  const from = first + (missed - 2) * between * 1000
  for (let at = schedule.next(from); at !== undefined && at <= now; at = schedule.next(at)) last = at
  return { earliest, last, missed: missed > MANY ? 'many' : 'few' }
}

/** Ms until a CronJob is to be looked at again. Rule: nextScheduleTimeDuration. */
export function untilNext(cronJob: CronJob, schedule: Schedule, now: number): number | undefined {
  const { earliest, last, missed, error } = dueOf(cronJob, schedule, now, false)
  const from = error !== undefined ? now : (last ?? (missed === 'none' ? earliest : now))
  const next = schedule.next(from)
  return next === undefined ? undefined : Math.max(0, next + DELTA_MS - now)
}

/** The schedule on the clocks of its zone; undefined when either cannot be read. */
export function readSchedule({ spec }: CronJob): Schedule | undefined {
  const zone = spec.timeZone === undefined ? UTC : zoneNamed(spec.timeZone)
  if (!zone) return undefined
  try {
    return parseSchedule(spec.schedule, zone)
  } catch (error) {
    if (error instanceof ScheduleError) return undefined
    throw error
  }
}

/** When a CronJob will next make a Job (Unix ms), for whoever draws it; undefined while it is suspended or its schedule cannot be read. */
export const nextRun = (cronJob: CronJob, now: number): number | undefined =>
  cronJob.spec.suspend ? undefined : readSchedule(cronJob)?.next(now)
