import { UsageError } from './shell'

/** `a=b`, `c=d` as labels. Throws UsageError. */
export const labelPairs = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [key, value] = splitPair(pair)
      if (!key || value === undefined) throw new UsageError(`error: unexpected label spec: ${pair}`)
      return [key, value]
    }),
  )

/** `NAME=value` as an environment variable. Throws UsageError. */
export function envPair(pair: string): { readonly name: string; readonly value: string } {
  const [name, value] = splitPair(pair)
  if (!name || value === undefined) throw new UsageError(`error: invalid env: ${pair}`)
  return { name, value }
}

/** Before and after the first `=`; the latter undefined when there is none. */
export function splitPair(pair: string): readonly [string, string | undefined] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)]
}
