import { clientNames } from './clients'
import { exists, fileTools, isFolder } from './files'
import { curl, nc, nslookup, wget } from './netTools'
import type { Effort } from './regex/regex'
import { systemTools } from './system'
import { textTools } from './text'

/** What a name came to, as the DNS answers. */
export interface NameFound {
  readonly outcome: 'found' | 'nxdomain' | 'timeout'
  /** Address of who answered. */
  readonly server: string
  readonly name: string
  readonly ips: readonly string[]
  readonly aliases: readonly string[]
}

/** What a connection came to; `nameless`: the DNS did not answer, `unresolved`: it knows no such name. */
export interface Reached {
  readonly outcome: 'open' | 'refused' | 'timeout' | 'unresolved' | 'nameless'
  readonly ip: string
  readonly port: number
  readonly status?: number
  readonly body?: string
}

/** The network around a container. */
export interface ShellNet {
  lookup(name: string): NameFound
  connect(host: string, port: number, protocol?: 'TCP' | 'UDP'): Reached
  request(url: string, host?: string): Reached
}

/** What commands may ask of the world around them. Everything is a plain answer at one moment. */
export interface ShellWorld {
  /** Virtual ms. */
  readonly now: number
  readonly hostname: string
  /** Contents of a file, or undefined. */
  read(path: string): string | undefined
  /** False when the file may only be read. */
  write(path: string, text: string | undefined): boolean | void
  /** Names in a folder; undefined when there is none. */
  list?(path: string): readonly string[] | undefined
  /** May this be a file that the image brings, of which nothing is known? */
  ofImage?(path: string): boolean
  /** HTTP status that a URL answers with, or 0 when nobody does. */
  fetch(url: string): number
  /** Does something listen there? */
  connects(host: string, port: number): boolean
  /** Does the server of this very container answer? */
  serves?(): boolean
  /** The date as the container's clock shows it. */
  date(format: string | undefined): string
  /** What searching with patterns still may cost. */
  readonly effort?: Effort
  /** The network, told in full; absent where there is none but `fetch` and `connects`. */
  readonly net?: ShellNet
}

/** What a command that ends at once prints, and its exit code. */
export interface Done {
  readonly out: string
  readonly code: number
  /** Ms that it took, when not next to none. */
  readonly ms?: number
  /** It comes from a server that answered well, but what that says is not known to the letter. */
  readonly vague?: true
}

/** A command that ends at once: its arguments, what comes through the pipe, the world around it, the shell's variables. */
export type Tool = (args: readonly string[], input: string, world: ShellWorld, vars: Readonly<Record<string, string>>) => Done

const ok = (out = ''): Done => ({ out, code: 0 })
const no = (out = '', code = 1): Done => ({ out, code })
const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Commands that end at once. */
export const tools: Readonly<Record<string, Tool>> = {
  ...fileTools,
  ...textTools,
  ...systemTools,
  true: () => ok(),
  ':': () => ok(),
  false: () => no(),
  test: (args, _input, world) => (truth(args, world) ? ok() : no()),
  '[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  '[[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  wget: (args, _input, world) => wget(args, world),
  curl: (args, _input, world) => curl(args, world),
  nc: (args, input, world) => nc(args, world, input),
  ncat: (args, input, world) => nc(args, world, input),
  nslookup: (args, _input, world) => nslookup(args, world),
  rev: (args, input, world) => {
    const text = args[0] === undefined ? input : world.read(args[0])
    if (text === undefined) return no(`rev: ${args[0]}: No such file or directory\n`)
    return ok(
      lines(text)
        .map((line) => `${[...line].reverse().join('')}\n`)
        .join(''),
    )
  },
}

/** Commands whose answer depends on others, so that they must be asked at their moment and not ahead of it. */
export const outward = new Set(['wget', 'curl', 'nc', 'ncat', 'nslookup', 'dig', 'host', 'getent', 'ping', ...clientNames])

/** `test` and `[`. */
export function truth(args: readonly string[], world: ShellWorld): boolean {
  const or = args.indexOf('-o')
  if (or > 0) return truth(args.slice(0, or), world) || truth(args.slice(or + 1), world)
  const and = args.indexOf('-a')
  if (and > 0) return truth(args.slice(0, and), world) && truth(args.slice(and + 1), world)
  if (args[0] === '!') return !truth(args.slice(1), world)
  const [a = '', op, b = ''] = args
  switch (op) {
    case undefined:
      return a !== ''
    case '=':
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '-eq':
      return Number(a) === Number(b) && a !== ''
    case '-ne':
      return Number(a) !== Number(b)
    case '-lt':
      return Number(a) < Number(b)
    case '-le':
      return Number(a) <= Number(b)
    case '-gt':
      return Number(a) > Number(b)
    case '-ge':
      return Number(a) >= Number(b)
  }
  if (a === '-f' || a === '-r') return world.read(op) !== undefined
  if (a === '-s') return (world.read(op) ?? '') !== ''
  if (a === '-d') return isFolder(world, op)
  if (a === '-e' || a === '-w' || a === '-x') return exists(world, op)
  if (a === '-z') return op === ''
  if (a === '-n') return op !== ''
  return false
}
