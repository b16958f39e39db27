/** The values that one field of a schedule allows. */
export interface Field {
  readonly values: ReadonlySet<number>
  /** Was it left open, as `*` or `?`? Of day of month and day of week such a one does not choose. */
  readonly isOpen: boolean
}

/** What a field may hold; rule: bounds of robfig/cron. */
export interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

/** A schedule, or a part of one, that cannot be read. The message is robfig/cron's. */
export class ScheduleError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ScheduleError'
  }
}

/** Reads a list such as `1,5-10/2,*` of one field. Throws ScheduleError. */
export function parseField(text: string, bounds: Bounds): Field {
  const values = new Set<number>()
  let isOpen = false
  for (const part of text.split(',').filter((one) => one !== '')) {
    const range = parseRange(part, bounds)
    for (let value = range.start; value <= range.end; value += range.step) values.add(value)
    isOpen ||= range.isOpen
  }
  return { values, isOpen }
}

interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
  readonly isOpen: boolean
}

/** `number | number-number [/number]`, `*` or `?`. */
function parseRange(text: string, { min, max, names = [] }: Bounds): Range {
  const [range, stepText, ...more] = text.split('/')
  const [low, high, ...tooMuch] = range!.split('-')
  const isAny = low === '*' || low === '?'
  const isSingle = high === undefined
  const nameOrNumber = (word: string) => {
    const at = names.indexOf(word.toLowerCase())
    return at < 0 ? wholeNumber(word) : at + min
  }
  const start = isAny ? min : nameOrNumber(low!)
  let end = isAny ? max : start
  if (!isAny && high !== undefined) {
    end = nameOrNumber(high)
    if (tooMuch.length) throw new ScheduleError(`too many hyphens: ${text}`)
  }
  if (more.length) throw new ScheduleError(`too many slashes: ${text}`)
  const step = stepText === undefined ? 1 : wholeNumber(stepText)
  // `5/15` means: from 5 on.
  if (stepText !== undefined && isSingle) end = max
  if (start < min) throw new ScheduleError(`beginning of range (${start}) below minimum (${min}): ${text}`)
  if (end > max) throw new ScheduleError(`end of range (${end}) above maximum (${max}): ${text}`)
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`)
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`)
  return { start, end, step, isOpen: isAny && step === 1 }
}

function wholeNumber(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) {
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  }
  const number = Number(text)
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`)
  return number
}
