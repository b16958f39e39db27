import { UsageError } from './shell'

/** Which flags a verb knows: `text` ones take a value, `switch` ones may (`--all=false`). */
export type FlagSpec = Readonly<Record<string, 'text' | 'switch'>>

/** What a person typed, taken apart. */
export interface Parsed {
  /** Words that are no flags, in order. */
  readonly words: readonly string[]
  readonly flags: ReadonlyMap<string, string>
}

/** Flags every verb takes. */
const common: FlagSpec = { namespace: 'text', output: 'text' }
const short: Readonly<Record<string, string>> = {
  n: 'namespace',
  o: 'output',
  l: 'selector',
  f: 'filename',
  A: 'all-namespaces',
  w: 'watch',
}

/** Takes a command line apart as kubectl's flag parser does. `--` ends the flags. Throws UsageError. */
export function parseFlags(verb: string, words: readonly string[], spec: FlagSpec): Parsed {
  const known = { ...common, ...spec }
  const flags = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      rest.push(...words.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      continue
    }
    const { name, value } = split(word)
    const type = known[name]
    if (!type)
      throw new UsageError(
        `error: unknown ${word.startsWith('--') ? `flag: --${name}` : `shorthand flag: '${name[0]}' in ${word}`}\nSee 'kubectl ${verb} --help' for usage.`,
      )
    if (value !== undefined) flags.set(name, value)
    else if (type === 'switch') flags.set(name, 'true')
    else if (i + 1 < words.length) flags.set(name, words[++i]!)
    else
      throw new UsageError(
        `error: flag needs an argument: ${word.startsWith('--') ? word : `'${word[1]}' in ${word}`}\nSee 'kubectl ${verb} --help' for usage.`,
      )
  }
  return { words: rest, flags }
}

function split(word: string): { name: string; value: string | undefined } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=')
    return equals < 0 ? { name: word.slice(2), value: undefined } : { name: word.slice(2, equals), value: word.slice(equals + 1) }
  }
  const name = short[word[1]!] ?? word.slice(1)
  const value = word.length > 2 && short[word[1]!] ? word.slice(word[2] === '=' ? 3 : 2) : undefined
  return { name, value }
}

/** Is a switch on? */
export const isOn = (flags: ReadonlyMap<string, string>, name: string): boolean => flags.get(name) === 'true'

/** A whole number flag. Throws UsageError with the words of Go's flag parser. */
export function integer(flags: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = flags.get(name)
  if (text === undefined) return undefined
  if (/^[-+]?\d+$/.test(text)) return Number(text)
  throw new UsageError(
    `error: invalid argument ${JSON.stringify(text)} for "--${name}" flag: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
  )
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration flag such as `1m30s` as ms; 0 and absent mean without end. Throws UsageError. */
export function duration(flags: ReadonlyMap<string, string>, name: string): number {
  const text = flags.get(name) ?? '0s'
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new UsageError(
      `error: invalid argument ${JSON.stringify(text)} for "--${name}" flag: time: invalid duration ${JSON.stringify(text)}`,
    )
  }
  let ms = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) ms += Number(amount) * units[unit!]!
  return ms
}
