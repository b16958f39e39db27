import { parseField, ScheduleError, type Bounds, type Field } from './field'
import { instantOf, localTime, UTC, zoneNamed, type Zone } from './zone'

/** When something is due. */
export interface Schedule {
  /** The first due instant after another, Unix ms; undefined when there is none within five years. */
  next(after: number): number | undefined
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
]

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/**
 * Reads a schedule of five fields or a descriptor; `TZ=` or `CRON_TZ=` before it wins over `zone`. Throws ScheduleError with the words of
 * robfig/cron, whose ParseStandard this follows.
 */
export function parseSchedule(text: string, zone: Zone = UTC): Schedule {
  if (text === '') throw new ScheduleError('empty spec string')
  const [, named, rest = text] = /^(?:CRON_)?TZ=(\S*)\s*(.*)$/s.exec(text) ?? []
  const place = named === undefined ? zone : zoneNamed(named)
  if (!place) throw new ScheduleError(`provided bad location ${named}: unknown time zone ${named}`)
  if (rest.startsWith('@')) {
    if (rest.startsWith('@every ')) return every(rest.slice('@every '.length))
    if (!Object.hasOwn(DESCRIPTORS, rest)) throw new ScheduleError(`unrecognized descriptor: ${rest}`)
    return parseSchedule(DESCRIPTORS[rest]!, place)
  }
  const words = rest.split(/\s+/).filter((word) => word !== '')
  if (words.length !== BOUNDS.length) {
    throw new ScheduleError(`expected exactly ${BOUNDS.length} fields, found ${words.length}: [${words.join(' ')}]`)
  }
  const [minutes, hours, days, months, weekdays] = words.map((word, i) => parseField(word, BOUNDS[i]!)) as [
    Field,
    Field,
    Field,
    Field,
    Field,
  ]
  const isDay = ({ day, weekday }: { readonly day: number; readonly weekday: number }) => {
    const byMonth = days.values.has(day)
    const byWeek = weekdays.values.has(weekday)
    return days.isOpen || weekdays.isOpen ? byMonth && byWeek : byMonth || byWeek
  }
  return { next: (after) => nextIn(place, { minutes, hours, months, isDay }, after) }
}

interface Wanted {
  readonly minutes: Field
  readonly hours: Field
  readonly months: Field
  readonly isDay: (day: { readonly day: number; readonly weekday: number }) => boolean
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const YEARS = 5

/** Steps on by the largest part that does not fit, on the clocks of the place; rule: SpecSchedule.Next. */
function nextIn(zone: Zone, { minutes, hours, months, isDay }: Wanted, after: number): number | undefined {
  let at = (Math.floor(after / SECOND) + 1) * SECOND
  const limit = localTime(zone, at).year + YEARS
  for (;;) {
    const now = localTime(zone, at)
    const { year, month, day, hour, minute, second } = now
    if (year > limit) return undefined
    if (!months.values.has(month)) at = instantOf(zone, year, month + 1, 1)
    else if (!isDay(now)) at = nextMidnight(zone, year, month, day)
    else if (!hours.values.has(hour)) at += HOUR - (minute * MINUTE + second * SECOND)
    else if (!minutes.values.has(minute)) at += MINUTE - second * SECOND
    else if (second !== 0) at += MINUTE - second * SECOND
    else return at
  }
}

/** The beginning of the next day, also where clocks skip midnight or show it twice. */
function nextMidnight(zone: Zone, year: number, month: number, day: number): number {
  const at = instantOf(zone, year, month, day + 1)
  const { hour } = localTime(zone, at)
  if (hour === 0) return at
  return hour > 12 ? at + (24 - hour) * HOUR : at - hour * HOUR
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: SECOND, m: MINUTE, h: HOUR }

/** Rule: ConstantDelaySchedule; what is shorter than a second is one. */
function every(text: string): Schedule {
  const pattern = /(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g
  if (!/^[-+]?((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(text) && !/^[-+]?0$/.test(text)) {
    throw new ScheduleError(`failed to parse duration @every ${text}: time: invalid duration ${JSON.stringify(text)}`)
  }
  let ms = 0
  for (const [, amount, unit] of text.matchAll(pattern)) ms += Number(amount) * UNITS[unit!]!
  const delay = Math.max(1, Math.floor((text.startsWith('-') ? -ms : ms) / SECOND)) * SECOND
  return { next: (after) => Math.floor(after / SECOND) * SECOND + delay }
}
