/** The three ways a quantity is written: `12M`, `12Mi`, `12e6`. A quantity remembers which one it came in. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** An exact amount, `digits * 10^exponent`. Never a float: that is the whole point of the type upstream as well. */
export type Quantity = {
  readonly digits: bigint
  readonly exponent: number
  readonly format: QuantityFormat
  /** Set when the text was already canonical enough for upstream to echo it back as it came (`+5Ti`, `10.035M`). */
  readonly text?: string | undefined
}

/** Thrown by everything here that meets a text which is not a quantity; the message is the API server's. */
export class QuantityError extends Error {}

const decimalSuffixes = new Map(['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, i) => [name, 3 * i - 9]))
const binarySuffixes = new Map(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, i) => [name, 10 * (i + 1)]))
const decimalNames = new Map([...decimalSuffixes].map(([name, exponent]) => [exponent, name]))
const binaryNames = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const shape = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/
const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const wrongSuffix = "unable to parse quantity's suffix"
const maxInt64 = 2n ** 63n - 1n
const nano = -9
// Beyond this many decimal places nothing is multiplied out: the amount is infinite for all that anyone can do with it.
const mostPlaces = 400

/**
 * Reads a quantity; throws QuantityError. Precision finer than nano is rounded away from zero, binary amounts are
 * capped at 2^63-1. Rule: k8s.io/apimachinery/pkg/api/resource, ParseQuantity.
 */
export function parseQuantity(text: string): Quantity {
  const parts = text === '' ? null : shape.exec(text)
  if (!parts) throw new QuantityError(wrongFormat)
  const whole = parts[2]!.replace(/^0+/, '')
  const fraction = parts[3] ?? ''
  const { binary, exponent, format } = readSuffix(parts[4]!)
  const shifted = (whole || '0') + fraction
  const sign = parts[1] === '-' ? -1n : 1n
  const digits = sign * BigInt(shifted)

  const small =
    format === 'BinarySI' ? 14 - Math.trunc((binary * 3) / 10) >= whole.length && fraction === '' : shifted.length <= 18
  if (small && exponent - fraction.length >= nano) {
    const scale = exponent - fraction.length
    const echoed =
      format === 'BinarySI'
        ? BigInt.asUintN(3, BigInt(shifted)) !== 0n
        : scale % 3 === 0 && !shifted.endsWith('000') && shifted[0] !== '0'
    const amount = { digits: digits << BigInt(binary), exponent: scale, format }
    return echoed ? { ...amount, text } : amount
  }
  return bounded(digits << BigInt(binary), exponent - fraction.length, format)
}

/** The same for what a manifest may hold: `2`, `0.5` and `"500m"` are all quantities in YAML. */
export const toQuantity = (value: string | number) => parseQuantity(typeof value === 'number' ? String(value) : value)

/** True when the text is a quantity; for validation that wants no exception. */
export const isQuantity = (text: string) => {
  const parts = text === '' ? null : shape.exec(text)
  return parts !== null && suffixOf(parts[4]!) !== undefined
}

/** The canonical text: no fraction, the largest suffix that loses nothing. What the API server answers with. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text
  if (quantity.digits === 0n) return '0'
  if (quantity.format === 'BinarySI') {
    const exact = integer(quantity)
    if (exact !== undefined && (exact >= 1024n || exact <= -1024n)) return formatBinary(exact)
  }
  const { digits, exponent } = strip(quantity)
  // A suffix exists for every third power only; exponents round down to one and the digits grow by what is missing.
  let suffix = Math.floor(exponent / 3) * 3
  if (quantity.format !== 'DecimalExponent') suffix = Math.min(suffix, 18)
  const number = String(digits * power(exponent - suffix))
  if (quantity.format === 'DecimalExponent') return suffix === 0 ? number : `${number}e${suffix}`
  return number + decimalNames.get(suffix)!
}

/** The canonical text of a text (`1000m` becomes `1`); throws QuantityError. */
export const canonicalQuantity = (value: string | number) => formatQuantity(toQuantity(value))

/** Exact order of two amounts, -1, 0 or 1, whatever their formats. */
export function compareQuantity(a: Quantity, b: Quantity): -1 | 0 | 1 {
  const signs = sign(a.digits) - sign(b.digits)
  if (signs !== 0 || a.digits === 0n) return signs < 0 ? -1 : signs > 0 ? 1 : 0
  // Orders of magnitude first: `1e999999999` is a legal quantity that must not be multiplied out.
  const sizes = (magnitude(a) - magnitude(b)) * sign(a.digits)
  if (sizes !== 0) return sizes < 0 ? -1 : 1
  const [x, y] = aligned(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** Sum of two amounts in the format of the first, or of the second when the first is zero (as quota sums do). */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  if (a.digits === 0n) return { digits: b.digits, exponent: b.exponent, format: b.format }
  if (b.digits === 0n) return { digits: a.digits, exponent: a.exponent, format: a.format }
  if (Math.abs(a.exponent - b.exponent) > mostPlaces)
    return { ...(a.exponent > b.exponent ? a : b), format: a.format, text: undefined }
  const [x, y] = aligned(a, b)
  return { digits: x + y, exponent: Math.min(a.exponent, b.exponent), format: a.format }
}

/** The amount with its sign turned. */
export const negateQuantity = ({ digits, exponent, format }: Quantity): Quantity => ({ digits: -digits, exponent, format })

/** Difference of two amounts, formats as in addQuantity. */
export const subtractQuantity = (a: Quantity, b: Quantity) => addQuantity(a, negateQuantity(b))

/** Rounds away from zero to a multiple of `10^scale`; `exact` says that nothing was lost. */
export function roundUpQuantity({ digits, exponent, format }: Quantity, scale: number): { quantity: Quantity; exact: boolean } {
  if (exponent >= scale) return { quantity: { digits, exponent, format }, exact: true }
  const [rounded, exact] = divideUp(digits, scale - exponent)
  return { quantity: { digits: rounded, exponent: scale, format }, exact }
}

/** The amount times `10^-scale` as a whole number, rounded away from zero: scale 0 gives units, -3 thousandths. */
export const scaledValue = ({ digits, exponent }: Quantity, scale: number): bigint =>
  exponent >= scale ? digits * power(Math.min(exponent - scale, mostPlaces)) : divideUp(digits, scale - exponent)[0]

/** The exact decimal, written plainly (`0.05`, `107374182400`). */
export function exactDecimal(quantity: Quantity): string {
  const { digits, exponent } = strip(quantity)
  if (exponent >= 0) return String(digits * power(Math.min(exponent, mostPlaces)))
  const text = String(digits < 0n ? -digits : digits).padStart(1 - exponent, '0')
  return `${digits < 0n ? '-' : ''}${text.slice(0, exponent)}.${text.slice(exponent)}`
}

function readSuffix(suffix: string) {
  const read = suffixOf(suffix)
  if (!read) throw new QuantityError(wrongSuffix)
  return read
}

function suffixOf(suffix: string): { binary: number; exponent: number; format: QuantityFormat } | undefined {
  const decimal = decimalSuffixes.get(suffix)
  if (decimal !== undefined) return { binary: 0, exponent: decimal, format: 'DecimalSI' }
  const binary = binarySuffixes.get(suffix)
  if (binary !== undefined) return { binary, exponent: 0, format: 'BinarySI' }
  if (!/^[eE][-+]?\d{1,9}$/.test(suffix)) return undefined
  return { binary: 0, exponent: Number(suffix.slice(1)), format: 'DecimalExponent' }
}

/** The slow path upstream: too long or too fine to echo, so it is rounded at nano and capped if binary. */
function bounded(digits: bigint, exponent: number, format: QuantityFormat): Quantity {
  let amount = exponent < nano ? { digits: divideUp(digits, nano - exponent)[0], exponent: nano } : { digits, exponent }
  if (format !== 'BinarySI') return { ...amount, format }
  const size = { ...amount, digits: digits < 0n ? -amount.digits : amount.digits, format }
  if (compareQuantity(size, { digits: maxInt64, exponent: 0, format }) > 0)
    amount = { digits: digits < 0n ? -maxInt64 : maxInt64, exponent: 0 }
  // Less than one unit cannot be told in powers of 1024.
  const fine = size.digits > 0n && compareQuantity(size, { digits: 1n, exponent: 0, format }) < 0
  return { ...amount, format: fine ? 'DecimalSI' : format }
}

/** Quotient by `10^places`, away from zero, and whether it came out even. */
function divideUp(digits: bigint, places: number): [bigint, boolean] {
  if (digits === 0n) return [digits, true]
  if (places > mostPlaces && places > String(digits).length) return [digits < 0n ? -1n : 1n, false]
  const by = power(places)
  const quotient = digits / by
  const exact = quotient * by === digits
  return [exact ? quotient : quotient + (digits < 0n ? -1n : 1n), exact]
}

function strip({ digits, exponent }: Pick<Quantity, 'digits' | 'exponent'>) {
  if (digits === 0n) return { digits, exponent: 0 }
  const zeros = /0*$/.exec(String(digits))![0].length
  return { digits: digits / power(zeros), exponent: exponent + zeros }
}

const integer = (quantity: Quantity) => {
  const { digits, exponent } = strip(quantity)
  return exponent >= 0 && exponent <= mostPlaces ? digits * power(exponent) : undefined
}

function formatBinary(value: bigint) {
  let step = 0
  while (step < 6 && value % 1024n === 0n) {
    value /= 1024n
    step++
  }
  return String(value) + binaryNames[step]!
}

const aligned = (a: Quantity, b: Quantity): [bigint, bigint] => {
  const exponent = Math.min(a.exponent, b.exponent)
  return [a.digits * power(a.exponent - exponent), b.digits * power(b.exponent - exponent)]
}
const power = (exponent: number) => 10n ** BigInt(exponent)
const sign = (value: bigint) => (value < 0n ? -1 : value > 0n ? 1 : 0)
const magnitude = ({ digits, exponent }: Quantity) => String(digits < 0n ? -digits : digits).length + exponent

// --- the hot path: plain numbers, one parse per distinct text ---

const cacheLimit = 10_000
const milliCache = new Map<string, number>()
const byteCache = new Map<string, number>()

/**
 * Thousandths as a plain number, rounded up: millicores of a cpu quantity (`"1.5"` is 1500, `"100u"` is 1). For the
 * scheduler and kubelet, who ask for the same few texts a million times. Throws QuantityError.
 */
export const milli = (value: string | number): number => cached(milliCache, value, -3)

/** Whole units as a plain number, rounded up: bytes of a memory quantity (`"1Ki"` is 1024), pods, GPUs. Throws QuantityError. */
export const bytes = (value: string | number): number => cached(byteCache, value, 0)

/** Canonical text of millicores: 500 is `500m`, 2000 is `2`. */
export const formatMilli = (millicores: number) =>
  formatQuantity({ digits: BigInt(Math.ceil(millicores)), exponent: -3, format: 'DecimalSI' })

/** Canonical text of bytes: 1073741824 is `1Gi`, what no power of 1024 divides stays a plain number. */
export const formatBytes = (count: number) =>
  formatQuantity({ digits: BigInt(Math.ceil(count)), exponent: 0, format: 'BinarySI' })

function cached(cache: Map<string, number>, value: string | number, scale: number) {
  const text = typeof value === 'number' ? String(value) : value
  const known = cache.get(text)
  if (known !== undefined) return known
  // Texts come from links and editors, so the cache must not grow with them.
  if (cache.size >= cacheLimit) cache.clear()
  const number = Number(scaledValue(parseQuantity(text), scale))
  cache.set(text, number)
  return number
}
