const MiB = 1024 * 1024

/** How a program inside a container behaves, as far as anybody outside can tell. Times in ms, sizes in bytes. */
export interface Behaviour {
  /** What its image runs when the pod names no command: it serves, it is a shell (which ends at once without a terminal), or it ends. */
  readonly runs: 'serve' | 'shell' | 'exit'
  /** Ports it listens on; 'declared': those of the container's `ports` and its PORT variable, or any when there are none. */
  readonly ports: readonly number[] | 'declared'
  /** From the start of the process until it answers. */
  readonly startMs: number
  readonly speaks: 'http' | 'tcp' | 'any'
  /** Paths that are answered with 200; anything else is 404. Undefined: every path but those that begin with /fail or /error (500). */
  readonly paths?: readonly string[]
  /** Answers requests over HTTP with 500 when it has run for longer than so many ms. */
  readonly failsAfterMs?: number
  /** What its first argument makes of it, when the image is many programs in one. */
  readonly subcommands?: Readonly<Record<string, Behaviour>>
  /** Bytes when idle, and growth in bytes a second. */
  readonly memory: number
  readonly leak: number
  /** Somebody said how much memory it uses: it does not go by what it may use. */
  readonly fixedMemory?: boolean
  /** Bytes it writes to the disk when it starts, and from then on every second. Default 0. */
  readonly disk?: number
  readonly diskGrowth?: number
  /** Processes it consists of. Default 1. */
  readonly processes?: number
  /** Millicores when idle. */
  readonly cpu: number
  /** CPU ms that one request costs. */
  readonly cpuPerRequest: number
  /** Ends by itself after so many ms with this code. */
  readonly exit?: { readonly afterMs: number; readonly code: number }
  /** What SIGTERM does: ends after ms with a code, or nothing (then SIGKILL comes). */
  readonly stop: { readonly ms: number; readonly code: number } | 'ignores'
  /** Without one of these variables it prints the complaint and ends with code 1. */
  readonly needsEnv?: { readonly oneOf: readonly string[]; readonly complaint: readonly string[] }
  /** Commands that its image brings, which succeed while it serves; 'any' for images of which we know nothing. */
  readonly tools: readonly string[] | 'any'
  /** Folders of its configuration: what is mounted there decides where it listens and what it answers. */
  readonly configDirs?: readonly string[]
  /** Where it keeps what it is told, a record a request; what is not on a volume is gone with the container. */
  readonly dataDirs?: readonly string[]
  /** What it prints when it starts. */
  readonly greets: readonly string[]
  /** Compressed size of the image. */
  readonly size: number
}

/** An image of which nothing is known: it serves on its declared ports after 1 to 2 s. */
export const unknownImage: Behaviour = {
  runs: 'serve',
  ports: 'declared',
  startMs: 1500,
  speaks: 'any',
  memory: 24 * MiB,
  leak: 0,
  cpu: 1,
  cpuPerRequest: 2,
  stop: { ms: 200, code: 0 },
  tools: 'any',
  greets: ['listening'],
  size: 45 * MiB,
}
