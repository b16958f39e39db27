import type { Behaviour } from './behaviour'
import type { ShellNet } from './shell/tools'
import type { ShellState } from './shell/vm'

/** What it takes to start the main process of a container. */
export interface ProcessSpec {
  readonly behaviour: Behaviour & { readonly readyMs: number }
  /** Command and arguments of the pod; empty for what the image runs by itself. */
  readonly argv: readonly string[]
  /** Are these arguments for the image's own entry point? */
  readonly argsOnly: boolean
  readonly env: Readonly<Record<string, string>>
  /** Ports that the container declares. */
  readonly ports: readonly number[]
  /** Bytes; 0 = no limit. */
  readonly memoryLimit: number
  readonly hostname: string
  /** Where volumes are mounted: what is there may be changed by others. */
  readonly mounts?: readonly string[]
  /** Is it meant to end: an init container, or one of a pod that runs to completion and serves nobody? */
  readonly endsBySelf?: boolean
  /** Has it a terminal, or an input that stays open? */
  readonly interactive?: boolean
  /** Where its commands run, when not at the root. */
  readonly workingDir?: string
}

export interface LogLine {
  /** Virtual ms. */
  readonly at: number
  readonly text: string
}

/** A file that a script wrote or removed. */
export interface FileChange {
  readonly at: number
  readonly path: string
  readonly text: string | undefined
}

/** How a process ended. */
export interface Exit {
  readonly at: number
  readonly code: number
  /** Completed, Error, OOMKilled, StartError. */
  readonly reason: string
  readonly message?: string
}

/**
 * A process as plain data. Scripts are run ahead of time as far as nobody else can change what they do; so `exit`, `lines` and `files` may
 * lie in the future, and whoever reads must ask for a moment.
 */
export interface ProcessState {
  readonly startedAt: number
  /** From then on its ports are open; Infinity when it does not serve. */
  readonly listensAt: number
  /** From then on it answers with success. */
  readonly readyAt: number
  readonly exit?: Exit
  /** When to go on with it. */
  readonly wakeAt?: number
  readonly shell?: ShellState
  readonly shellAt: number
  readonly lines: readonly LogLine[]
  readonly files: readonly FileChange[]
  readonly memory: number
  /** Millicores that it would use if it could: loops without a pause take a whole core. */
  readonly busy?: number
  /** Process 1 is a shell or a plain command: it has no handler for SIGTERM, so that does nothing, unless a trap says otherwise. */
  readonly scripted: boolean
  readonly trap?: string
}

/** Files that are not the container's own: those of the volumes mounted in it. Paths are absolute. */
export interface FileAccess {
  covers(path: string): boolean
  read(path: string): string | undefined
  /** Names in a folder; undefined when there is none. */
  list(path: string): readonly string[] | undefined
  /** False when it may only be read. */
  write(path: string, text: string | undefined): boolean
}

/** What a process may ask of others. */
export interface Outside {
  /** Undefined: nothing is mounted. */
  readonly files?: FileAccess
  readonly fetch: (url: string) => number
  readonly connects: (host: string, port: number) => boolean
  readonly date: (at: number, format: string | undefined) => string
  /** The network in full, where there is one. */
  readonly net?: ShellNet
  /** Does another container of the pod listen there? They share an address. */
  readonly beside?: (port: number) => boolean
  /** Variables that tell where the Services of the namespace are. */
  readonly links?: () => Readonly<Record<string, string>>
  /** Files that the node puts into every container, such as `/etc/hosts`. */
  readonly file?: (path: string) => string | undefined
}

/** Will its files stay as they are until it ends? */
export const filesSettled = (process: ProcessState, now: number): boolean =>
  process.shell === undefined && !process.files.some((change) => change.at > now)

/** Does it answer with success at `now`? */
export const answers = (process: ProcessState, now: number): boolean =>
  now >= process.readyAt && !(process.exit && process.exit.at <= now)

/** Does it listen on the port at `now`? */
export function listens(spec: ProcessSpec, process: ProcessState, port: number, now: number): boolean {
  if (now < process.listensAt || (process.exit && process.exit.at <= now)) return false
  const { ports } = spec.behaviour
  if (ports !== 'declared') return ports.includes(port)
  return spec.ports.length === 0 || spec.ports.includes(port) || Number(spec.env.PORT) === port
}

/** Bytes in use at `now`. */
export const memoryAt = (spec: ProcessSpec, process: ProcessState, now: number): number =>
  process.memory + (spec.behaviour.leak * Math.max(0, now - process.startedAt)) / 1000

/** Bytes on the disk of its machine at `now`. */
export function diskAt({ behaviour }: ProcessSpec, { startedAt, exit }: ProcessState, now: number): number {
  const until = exit ? Math.min(now, exit.at) : now
  return (behaviour.disk ?? 0) + ((behaviour.diskGrowth ?? 0) * Math.max(0, until - startedAt)) / 1000
}

/** How fast it grows, bytes a second. */
export const leakOf = ({ behaviour }: ProcessSpec): { readonly memory: number; readonly disk: number } => ({
  memory: behaviour.leak,
  disk: behaviour.diskGrowth ?? 0,
})

/** What it has printed up to `now`. */
export const linesAt = (process: ProcessState, now: number): readonly LogLine[] =>
  process.lines.length && process.lines.at(-1)!.at > now ? process.lines.filter((line) => line.at <= now) : process.lines
