import { addQuantity, compareQuantity, formatQuantity, parseQuantity, subtractQuantity, type Quantity } from '../../api/quantity'

/** Amounts by resource name, exact. */
export type Amounts = ReadonlyMap<string, Quantity>

const ZERO = parseQuantity('0')
export const ONE = parseQuantity('1')
export const amount = (count: number): Quantity => parseQuantity(String(count))

/** Amounts as objects hold them. What cannot be read counts as nothing. */
export const amountsOf = (list: Readonly<Record<string, string>> | undefined): Amounts =>
  new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(String(text))]))

/** Amounts as objects hold them, names sorted. */
export const written = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries([...amounts].sort(byName).map(([name, value]) => [name, formatQuantity(value)]))

/** `cpu=3,pods=1`, as refusals print amounts. Rule: prettyPrint of the quota plugin. */
export const told = (amounts: Amounts): string =>
  [...amounts]
    .sort(byName)
    .map(([name, value]) => `${name}=${formatQuantity(value)}`)
    .join(',')

const byName = ([a]: readonly [string, Quantity], [b]: readonly [string, Quantity]) => (a < b ? -1 : 1)

/** Only those of the names given. */
export const masked = (amounts: Amounts, names: Iterable<string>): Amounts => {
  const wanted = new Set(names)
  return new Map([...amounts].filter(([name]) => wanted.has(name)))
}

export function sum(a: Amounts, b: Amounts): Map<string, Quantity> {
  const total = new Map(a)
  for (const [name, value] of b) total.set(name, addQuantity(total.get(name) ?? ZERO, value))
  return total
}

/** The larger of each. */
export function largest(a: Amounts, b: Amounts): Map<string, Quantity> {
  const total = new Map(a)
  for (const [name, value] of b) {
    const known = total.get(name)
    if (!known || compareQuantity(known, value) < 0) total.set(name, value)
  }
  return total
}

/** What `a` has more than `b`; never less than nothing. Rule: SubtractWithNonNegativeResult. */
export function surplus(a: Amounts, b: Amounts): Map<string, Quantity> {
  const rest = new Map<string, Quantity>()
  for (const [name, value] of a) {
    const difference = subtractQuantity(value, b.get(name) ?? ZERO)
    rest.set(name, difference.digits < 0n ? ZERO : difference)
  }
  for (const name of b.keys()) if (!rest.has(name)) rest.set(name, ZERO)
  return rest
}

export const withoutZeros = (amounts: Amounts): Amounts => new Map([...amounts].filter(([, value]) => value.digits !== 0n))

export const isZero = (value: Quantity | undefined): boolean => !value || value.digits === 0n

/** Names whose amount is more than the limit. */
export const exceeding = (amounts: Amounts, limits: Amounts): string[] =>
  [...amounts].flatMap(([name, value]) => {
    const limit = limits.get(name)
    return limit && compareQuantity(value, limit) > 0 ? [name] : []
  })
