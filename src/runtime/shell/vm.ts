import type { Piece, Word } from './lex'
import { resolved, touches, worldFrom } from './paths'
import { parseScript, ShellSyntaxError, type Instruction, type Simple } from './parse'
import { outward, sum, tools, type Done, type ShellWorld } from './tools'

/** A running script as plain data. */
export interface ShellState {
  readonly script: string
  readonly at: number
  readonly status: number
  readonly vars: Readonly<Record<string, string>>
  /** What is left of each `for` under way, the innermost last. */
  readonly lists: readonly (readonly string[])[]
  readonly flags: string
  /** Has a handler for SIGTERM: the script to run then. */
  readonly trap: string | undefined
}

/** Why a script does not go on. */
export type Stop =
  /** `prints` is said when it is over. */
  | { readonly kind: 'sleep'; readonly ms: number; readonly state: ShellState; readonly prints?: readonly string[] }
  | { readonly kind: 'exit'; readonly code: number }
  /** It wants to ask others: it must be later, at its own moment. */
  | { readonly kind: 'ask'; readonly state: ShellState }
  /** It became a program that the shell does not know. */
  | { readonly kind: 'program'; readonly argv: readonly string[]; readonly state: ShellState }
  /** It loops for good without anything to be seen. */
  | { readonly kind: 'spin'; readonly state: ShellState }

/** What a script runs in. */
export interface ShellHost {
  readonly world: ShellWorld
  /** May it ask others now? */
  readonly mayAsk: boolean
  /** Folders in which others may write too: what is done there must be done at its moment. */
  readonly mounts?: readonly string[]
  print(line: string): void
  /** Is this a program of the image? Programs do not run inside pipes. */
  isProgram(name: string): boolean
}

/** Work that a script gets before it counts as one that spins: a command each, and more for much text. Scripts inside it share it. */
const STEPS = 5000
const TEXT_PER_STEP = 256
/** Characters that a variable or a file holds, and a line of the log; what is more is cut off. */
const MOST_TEXT = 64 * 1024
const LONGEST_LINE = 16 * 1024
/** No command takes less than this, or a chatty loop would be nothing but work. */
const LEAST_MS = 10

interface Budget {
  left: number
}

/** A host that counts what is done in it. */
interface CountingHost extends ShellHost {
  readonly budget: Budget
}

/** A script about to start. */
export const startScript = (script: string, vars: Readonly<Record<string, string>>, flags = ''): ShellState => ({
  script,
  at: 0,
  status: 0,
  vars,
  lists: [],
  flags,
  trap: undefined,
})

/** Runs a script up to where it must wait. Prints a syntax error as sh does and ends with 2. */
export const runScript = (state: ShellState, host: ShellHost): Stop => run(state, { ...host, budget: { left: STEPS } })

function run(state: ShellState, host: CountingHost): Stop {
  const { budget } = host
  let code: readonly Instruction[]
  try {
    code = parseScript(state.script)
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error
    host.print(`sh: ${error.message}`)
    return { kind: 'exit', code: 2 }
  }
  let { at, status, vars, lists, trap } = state
  const now = (): ShellState => ({ ...state, at, status, vars, lists, trap })
  while (at < code.length) {
    if (budget.left-- <= 0) return { kind: 'spin', state: now() }
    const step = code[at]!
    if (step.op === 'jump') at = step.to
    else if (step.op === 'jumpIf') at = (status === 0) === step.ok ? step.to : at + 1
    else if (step.op === 'next' && lists.at(-1)!.length === 0) at = step.done
    else if (step.op !== 'run') {
      at++
      if (step.op === 'status') status = step.value
      else if (step.op === 'not') status = status === 0 ? 1 : 0
      else if (step.op === 'each') lists = [...lists, expandAll(step.words, vars, status, host)]
      else if (step.op === 'drop') lists = lists.slice(0, -1)
      else {
        const [first, ...rest] = lists.at(-1)!
        vars = { ...vars, [step.variable]: first! }
        lists = [...lists.slice(0, -1), rest]
      }
    } else {
      if (!host.mayAsk && (asks(step.pipe) || touches(step.pipe, vars, host.mounts))) return { kind: 'ask', state: now() }
      let waits: { readonly ms: number; readonly prints: readonly string[] } | undefined
      const argv = step.pipe.length === 1 ? expandAll(step.pipe[0]!.words, vars, status, host) : []
      const set = /^([A-Za-z_]\w*)=(.*)$/s.exec(argv[0] ?? '')
      const name = argv[0] === 'exec' ? argv[1] : argv[0]
      if (step.pipe.length === 1 && set && argv.length === 1) {
        vars = { ...vars, [set[1]!]: cut(set[2]!) }
        status = 0
      } else if (name === 'exit') return { kind: 'exit', code: argv[1] === undefined ? status : Number(argv[1]) & 255 }
      else if (name === 'set') {
        if (argv[1]?.startsWith('-')) state = { ...state, flags: state.flags + argv[1] }
        status = 0
      } else if (name === 'trap') {
        trap = argv[1] ?? ''
        status = 0
      } else if (name === 'cd') {
        vars = { ...vars, PWD: resolved(argv[1] ?? '/', vars) }
        status = 0
      } else if (name === 'export' || name === 'local' || name === 'readonly') {
        for (const each of argv.slice(1))
          if (each.includes('=')) vars = { ...vars, [each.slice(0, each.indexOf('='))]: each.slice(each.indexOf('=') + 1) }
        status = 0
      } else if (name === 'sleep') {
        at++
        status = 0
        return { kind: 'sleep', ms: sleepMs(argv[0] === 'exec' ? argv.slice(2) : argv.slice(1)), state: now() }
      } else if (name === 'wait' || (name === 'tail' && argv.includes('-f'))) return { kind: 'sleep', ms: Infinity, state: now() }
      else if ((name === 'sh' || name === 'bash' || name === '/bin/sh') && argv.includes('-c')) {
        // A script inside a script takes its place, as under exec.
        return run(startScript(argv[argv.indexOf('-c') + 1] ?? '', vars, state.flags), host)
      } else if (name !== undefined && !(name in tools) && host.isProgram(name)) {
        at++
        return { kind: 'program', argv: argv[0] === 'exec' ? argv.slice(1) : argv, state: now() }
      } else {
        const done = runPipe(step.pipe, argv, vars, status, host)
        status = done.code
        const printed = done.out === '' ? [] : done.out.replace(/\n$/, '').split('\n')
        const lines = printed.map((line) => line.slice(0, LONGEST_LINE))
        if (done.ms) waits = { ms: done.ms, prints: lines }
        else for (const line of lines) host.print(line)
      }
      at++
      const fails = status !== 0 && !step.tested && state.flags.includes('e') && !decided(code, at)
      if (waits) {
        // What ends the script does so when it is over.
        if (fails) at = code.length
        return { kind: 'sleep', ...waits, state: now() }
      }
      if (fails) return { kind: 'exit', code: status }
    }
  }
  return budget.left < 0 ? { kind: 'spin', state: now() } : { kind: 'exit', code: status }
}

/** Is the status of the command before `at` looked at by `&&`, `||`, `if` or `while`? */
const decided = (code: readonly Instruction[], at: number) => code[at]?.op === 'jumpIf' || code[at]?.op === 'not'

const asks = (pipe: readonly Simple[]) =>
  pipe.some(({ words }) =>
    words.some(
      (word, i) =>
        (i === 0 && outward.has(plain(word))) ||
        word.some((piece) => piece.kind === 'command' && [...outward].some((name) => piece.text.includes(name))),
    ),
  )

const plain = (word: Word) => (word.length === 1 && word[0]!.kind === 'text' ? word[0]!.text : '')

function runPipe(
  pipe: readonly Simple[],
  first: readonly string[],
  vars: ShellState['vars'],
  status: number,
  host: CountingHost,
): Done {
  let done: Done = { out: '', code: 0 }
  const world = worldFrom(host.world, vars)
  for (const { words, to, from } of pipe) {
    const argv = pipe.length === 1 ? first : expandAll(words, vars, status, host)
    const [name = '', ...args] = argv
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined
    const { ms = 0 } = done
    if (from) {
      const path = expand(from, vars, status, host).join('')
      const text = path === '/dev/null' ? '' : world.read(path)
      if (text === undefined) {
        done = { out: `sh: can't open ${path}: no such file\n`, code: 1 }
        continue
      }
      done = { out: text, code: 0 }
    }
    done = tool ? tool(args, done.out, world, vars) : { out: `sh: ${name}: not found\n`, code: 127 }
    if (ms) done = { ...done, ms: ms + (done.ms ?? 0) }
    spend(host.budget, done.out)
    done = { ...done, out: cut(done.out) }
    if (!to) continue
    const path = expand(to.file, vars, status, host).join('')
    const text = done.out
    if (path !== '/dev/null' && path !== '/dev/stdout' && path !== '/proc/1/fd/1') {
      const written = world.write(path, cut(to.append ? (world.read(path) ?? '') + text : text))
      if (written === false) {
        done = { out: `sh: can't create ${path}: Read-only file system\n`, code: 1 }
        continue
      }
    }
    if (path !== '/dev/stdout' && path !== '/proc/1/fd/1') done = { ...done, out: '' }
  }
  return done
}

const cut = (text: string) => (text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text)

const spend = (budget: Budget, text: string) => {
  budget.left -= Math.floor(text.length / TEXT_PER_STEP)
}

const expandAll = (words: readonly Word[], vars: ShellState['vars'], status: number, host: CountingHost) =>
  words.flatMap((word) => expand(word, vars, status, host))

/** A word after expansion and splitting. */
function expand(word: Word, vars: ShellState['vars'], status: number, host: CountingHost): string[] {
  const fields: string[] = []
  let field: string | undefined
  // An assignment is never split.
  const whole = word[0]?.kind === 'text' && !word[0].quoted && /^[A-Za-z_]\w*=/.test(word[0].text)
  for (const piece of word) {
    const value = valueOf(piece, vars, status, host)
    spend(host.budget, value)
    if (piece.quoted || piece.kind === 'text' || whole) field = (field ?? '') + value
    else {
      const parts = value.split(/\s+/)
      parts.forEach((part, i) => {
        if (i > 0 && field !== undefined) {
          fields.push(field)
          field = undefined
        }
        if (part !== '') field = (field ?? '') + part
      })
    }
  }
  if (field !== undefined) fields.push(field)
  return fields
}

function valueOf(piece: Piece, vars: ShellState['vars'], status: number, host: CountingHost): string {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'sum') return String(sum(piece.text, vars))
  if (piece.kind === 'command') return substitute(piece.text, vars, host)
  if (piece.text === '?') return String(status)
  if (piece.text === '$') return '1'
  const [, name, fallback] = /^(\w+)(?::?-(.*))?$/s.exec(piece.text) ?? []
  const value = name === undefined ? undefined : vars[name]
  return value === undefined || (value === '' && fallback !== undefined) ? (fallback ?? '') : value
}

function substitute(script: string, vars: ShellState['vars'], host: CountingHost): string {
  const printed: string[] = []
  run(startScript(script, vars), { ...host, world: host.world, print: (line) => printed.push(line) })
  return cut(printed.join('\n'))
}

/** `10`, `0.5`, `2m`, `1h`, `infinity` as ms. */
export function sleepMs(args: readonly string[]): number {
  const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
  let ms = 0
  for (const arg of args) {
    const [, amount, unit] = /^([\d.]+)([smhd]?)$/.exec(arg) ?? []
    ms += amount === undefined ? (arg === 'infinity' || arg === 'inf' ? Infinity : 0) : Number(amount) * units[unit || 's']!
  }
  return Math.max(LEAST_MS, ms)
}
