/** An instant as the clocks of a place show it. */
export interface LocalTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 is Sunday. */
  readonly weekday: number
}

/** A time zone: how far its clocks are ahead of UTC. Instants are Unix ms. */
export interface Zone {
  readonly name: string
  /** Ms to add to UTC. */
  offsetAt(instant: number): number
}

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 }

const zones = new Map<string, Zone | undefined>([
  ['', UTC],
  ['UTC', UTC],
])

/** The zone of an IANA name, by the data that the browser brings; undefined when there is none of that name. */
export function zoneNamed(name: string): Zone | undefined {
  if (!zones.has(name)) zones.set(name, makeZone(name))
  return zones.get(name)
}

function makeZone(name: string): Zone | undefined {
  // The names of zones tell capitals from small letters, which Intl does not, and Intl knows offsets, which are no names.
  if (/^[+-]|^\d/.test(name)) return undefined
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
  // Offsets change on the quarter of an hour at most.
  const known = new Map<number, number>()
  return {
    name,
    offsetAt(instant) {
      const quarter = Math.floor(instant / QUARTER_MS)
      let offset = known.get(quarter)
      if (offset === undefined) {
        offset = offsetIn(format.formatToParts(quarter * QUARTER_MS))
        if (known.size > 5_000) known.clear()
        known.set(quarter, offset)
      }
      return offset
    },
  }
}

const QUARTER_MS = 900_000

/** Reads `GMT`, `GMT-05:00`, `GMT+05:53:28`. */
function offsetIn(parts: readonly Intl.DateTimeFormatPart[]): number {
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /^GMT(?:([+-])(\d+)(?::(\d+))?(?::(\d+))?)?$/.exec(text) ?? []
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}

/** What the clocks show at an instant. */
export function localTime(zone: Zone, instant: number): LocalTime {
  const date = new Date(instant + zone.offsetAt(instant))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  }
}

/**
 * The instant at which the clocks show this; parts may overflow (day 32). What clocks skip or show twice becomes one of the instants around
 * it. Rule: time.Date of Go.
 */
export function instantOf(zone: Zone, year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const guess = shown - zone.offsetAt(shown)
  const offset = zone.offsetAt(guess)
  return offset === zone.offsetAt(shown) ? guess : shown - offset
}

const pad = (number: number, digits = 2) => String(number).padStart(digits, '0')

/** As RFC 3339 with the offset of the place: `2026-01-01T08:00:00+01:00`. */
export function zonedTimestamp(zone: Zone, instant: number): string {
  const { year, month, day, hour, minute, second } = localTime(zone, instant)
  const minutes = Math.round(Math.abs(zone.offsetAt(instant)) / 60_000)
  const sign = zone.offsetAt(instant) < 0 ? '-' : '+'
  const offset = minutes === 0 ? 'Z' : `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${offset}`
}
