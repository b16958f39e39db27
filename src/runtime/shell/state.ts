import type { ShellWorld } from './tools'

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
  /** `$0`, and `$1`, `$2`, ... */
  readonly name?: string
  readonly args?: readonly string[]
  /** What goes on when what runs now is over, the innermost last. */
  readonly stack?: readonly Frame[]
  /** Redirections of several commands, the innermost last. */
  readonly io?: readonly Io[]
  readonly functions?: Readonly<Record<string, { readonly script: string; readonly at: number }>>
  /** Virtual ms until when something runs that it began beside itself. */
  readonly until?: number
}

/** Where a script goes on after a function, a subshell or another script. */
export interface Frame {
  readonly kind: 'function' | 'sub' | 'script' | 'source'
  readonly script: string
  readonly at: number
  readonly lists: ShellState['lists']
  readonly name: string | undefined
  readonly args: ShellState['args']
  readonly flags: string
  /** Variables to come back to, where changes are not seen outside. */
  readonly vars?: ShellState['vars']
  /** How many redirections there were. */
  readonly io: number
}

/** One redirection: what is printed is kept, goes to a file, to the log whatever is around, or nowhere. */
export interface Io {
  readonly out?: string
  readonly file?: string
  readonly log?: true
  readonly mute?: true
  /** What is still to be read. */
  readonly input?: string
}

/** Where in its script a program stands: nothing comes after it, the script does not wait for it, or goes on when it has ended. */
export type ProgramPlace = 'last' | 'beside' | 'between'

/** Why a script does not go on. */
export type Stop =
  /** `prints` is said when it is over. */
  | { readonly kind: 'sleep'; readonly ms: number; readonly state: ShellState; readonly prints?: readonly string[] }
  | { readonly kind: 'exit'; readonly code: number }
  /** It wants to ask others: it must be later, at its own moment. */
  | { readonly kind: 'ask'; readonly state: ShellState }
  /** It came to a program that the shell does not know. */
  | {
      readonly kind: 'program'
      readonly argv: readonly string[]
      readonly state: ShellState
      readonly how: ProgramPlace
    }
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
  /** Is this a program of the image? */
  isProgram(name: string): boolean
}

/** Work that a script gets before it counts as one that spins: a command each, and more for much text. Scripts inside it share it. */
export const STEPS = 5000
const TEXT_PER_STEP = 256
/** Characters that a variable or a file holds, and a line of the log; what is more is cut off. */
const MOST_TEXT = 64 * 1024
const LONGEST_LINE = 16 * 1024

/** A host that counts what is done in it. */
export interface CountingHost extends ShellHost {
  readonly budget: { left: number }
}

/** A state under way. */
export type Live = { -readonly [key in keyof ShellState]: ShellState[key] }

/** A script about to start. */
export const startScript = (
  script: string,
  vars: Readonly<Record<string, string>>,
  flags = '',
  args: readonly string[] = [],
  name = 'sh',
): ShellState => ({
  script,
  at: 0,
  status: 0,
  vars,
  lists: [],
  flags,
  trap: undefined,
  ...((args.length || name !== 'sh') && { args, name }),
})

export const cut = (text: string): string => (text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text)

export const spend = ({ budget }: CountingHost, text: string): void => {
  budget.left -= Math.floor(text.length / TEXT_PER_STEP)
}

/** Text as lines of a log. */
export const linesOf = (text: string): readonly string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => line.slice(0, LONGEST_LINE))

/** Prints where the redirections say. */
export function say(live: Live, host: CountingHost, text: string): void {
  if (text === '') return
  const { io = [] } = live
  for (let i = io.length - 1; i >= 0; i--) {
    const each = io[i]!
    if (each.mute) return
    if (each.log) break
    if (each.out !== undefined) {
      live.io = io.map((other, at) => (at === i ? { ...other, out: cut(each.out + text) } : other))
      return
    }
    if (each.file !== undefined) {
      host.world.write(each.file, cut((host.world.read(each.file) ?? '') + text))
      return
    }
  }
  for (const line of linesOf(text)) host.print(line)
}

/** Begins something after which the script goes on where it is. */
export function enter(live: Live, kind: Frame['kind'], at = live.at): void {
  const { script, lists, name, args, flags, vars, io = [], stack = [] } = live
  const own = kind === 'sub' || kind === 'script'
  live.stack = [...stack, { kind, script, at, lists, name, args, flags, io: io.length, ...(own && { vars }) }]
}

/** Goes back to where the innermost frame says. */
export function leave(live: Live): void {
  const { stack = [], io = [] } = live
  const frame = stack.at(-1)!
  live.stack = stack.slice(0, -1)
  live.script = frame.script
  live.at = frame.at
  live.lists = frame.lists
  live.name = frame.name
  live.args = frame.args
  live.io = io.slice(0, frame.io)
  if (frame.vars) live.vars = frame.vars
  if (frame.kind !== 'source' && frame.kind !== 'function') live.flags = frame.flags
}
