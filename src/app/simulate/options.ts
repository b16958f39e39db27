/** What `npm run simulate` was asked to do. */
export interface SimulateOptions {
  readonly paths: readonly string[]
  readonly nodes: number
  readonly seed: number
  /** Virtual seconds, or until nothing changes any more. */
  readonly until: number | 'settled'
  readonly output: 'json' | 'wide'
  /** Tell the real time it took; without it equal runs print equal bytes. */
  readonly time: boolean
  readonly help: boolean
}

/** Bad input; `message` is one line for a person. */
export class InputError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InputError'
  }
}

export const usage = `usage: npm run simulate -- FILE_OR_FOLDER... [options]

Applies manifests to a fresh cluster, runs virtual time and prints what a person would see.

  --engine kubernetes         the only engine so far
  --nodes 3                   how many worker nodes (1 to 5000)
  --seed 1                    every chance of the run comes from it
  --until settled|SECONDS     settled: until nothing has changed for 30 virtual seconds and every pod is Ready or Completed,
                              at most 900 virtual seconds
  -o json|wide                json: one object; wide (default): tables as kubectl prints them
  --time                      fill wallMs with the real ms it took; else it is 0, so that equal runs print equal bytes

Exit code: 0 done, 1 something was refused or did not settle, 2 bad input.`

const engines = ['kubernetes', 'compose', 'swarm']

/** Reads the command line. Throws InputError. */
export function readOptions(words: readonly string[]): SimulateOptions {
  const paths: string[] = []
  const given = new Map<string, string>()
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (!word.startsWith('-')) {
      paths.push(word)
      continue
    }
    const [name, inline] = /^--?[^=]+=/.test(word)
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word, undefined]
    if (name === '--time' || name === '--help' || name === '-h') given.set(name, 'true')
    else if (
      name === '--engine' ||
      name === '--nodes' ||
      name === '--seed' ||
      name === '--until' ||
      name === '-o' ||
      name === '--output'
    ) {
      const value = inline ?? words[++i]
      if (value === undefined) throw new InputError(`option ${name} needs a value`)
      given.set(name === '--output' ? '-o' : name, value)
    } else throw new InputError(`unknown option: ${word}`)
  }
  const help = given.has('--help') || given.has('-h')
  if (paths.length === 0 && !help) throw new InputError('no file or folder was given; try --help')
  const engine = given.get('--engine') ?? 'kubernetes'
  if (!engines.includes(engine)) throw new InputError(`unknown engine: ${engine} (${engines.join(', ')})`)
  if (engine !== 'kubernetes') throw new InputError(`engine ${engine} cannot be simulated here yet; use --engine kubernetes`)
  const output = given.get('-o') ?? 'wide'
  if (output !== 'json' && output !== 'wide') throw new InputError(`unknown output: ${output} (json, wide)`)
  const until = given.get('--until') ?? 'settled'
  return {
    paths,
    nodes: whole('--nodes', given.get('--nodes') ?? '3', 1, 5000),
    seed: whole('--seed', given.get('--seed') ?? '1', 0, Number.MAX_SAFE_INTEGER),
    until: until === 'settled' ? until : seconds(until),
    output,
    time: given.has('--time'),
    help,
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new InputError(`${option} must be a whole number from ${least} to ${most}, not ${text}`)
  return value
}

function seconds(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value > 31_536_000)
    throw new InputError(`--until must be "settled" or a number of seconds, not ${text}`)
  return value
}
