import { exists, fileTools, isFolder } from './files'

import { curl, nc, nslookup, wget } from './netTools'

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
  /** HTTP status that a URL answers with, or 0 when nobody does. */
  fetch(url: string): number
  /** Does something listen there? */
  connects(host: string, port: number): boolean
  /** The date as the container's clock shows it. */
  date(format: string | undefined): string
  /** The network, told in full; absent where there is none but `fetch` and `connects`. */
  readonly net?: ShellNet
}

/** What a command that ends at once prints, and its exit code. */
export interface Done {
  readonly out: string
  readonly code: number
  /** Ms that it took, when not next to none. */
  readonly ms?: number
}

export /** A command that ends at once: its arguments, what comes through the pipe, the world around it, the shell's variables. */
type Tool = (args: readonly string[], input: string, world: ShellWorld, vars: Readonly<Record<string, string>>) => Done

const ok = (out = ''): Done => ({ out, code: 0 })
const no = (out = '', code = 1): Done => ({ out, code })
const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Commands that end at once. */
export const tools: Readonly<Record<string, Tool>> = {
  ...fileTools,
  true: () => ok(),
  ':': () => ok(),
  false: () => no(),
  echo: (args) => {
    const flags = /^-[ne]+$/.test(args[0] ?? '') ? args[0]! : ''
    const text = (flags ? args.slice(1) : args).join(' ')
    return ok((flags.includes('e') ? text.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : text) + (flags.includes('n') ? '' : '\n'))
  },
  printf: ([format = '', ...args]) => {
    let i = 0
    return ok(
      format
        .replace(/%[sd]/g, () => args[i++] ?? '')
        .replace(/\\n/g, '\n')
        .replace(/\\t/g, '\t'),
    )
  },
  date: (args, _input, world) => ok(`${world.date(args.find((arg) => arg.startsWith('+'))?.slice(1))}\n`),
  hostname: (_args, _input, world) => ok(`${world.hostname}\n`),
  whoami: () => ok('root\n'),
  id: () => ok('uid=0(root) gid=0(root) groups=0(root)\n'),
  pwd: () => ok('/\n'),
  uname: (args) => ok(args[0] === '-r' ? '6.12.0\n' : 'Linux\n'),
  env: (_args, _input, _world, vars) =>
    ok(
      Object.keys(vars)
        .sort()
        .map((name) => `${name}=${vars[name]}\n`)
        .join(''),
    ),
  printenv: ([name], _input, _world, vars) => (name === undefined ? ok() : name in vars ? ok(`${vars[name]}\n`) : no()),
  seq: (args) => {
    const [from, step, to] =
      args.length === 1 ? [1, 1, Number(args[0])] : args.length === 2 ? [Number(args[0]), 1, Number(args[1])] : args.map(Number)
    let out = ''
    for (let i = from!, n = 0; (step! > 0 ? i <= to! : i >= to!) && n < 10_000; i += step!, n++) out += `${i}\n`
    return ok(out)
  },
  expr: (args) => ok(`${sum(args.join(' '), {})}\n`),
  chmod: () => ok(),
  chown: () => ok(),
  test: (args, _input, world) => (truth(args, world) ? ok() : no()),
  '[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  '[[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  tr: (_args, input) => ok(input),
  sort: (_args, input) =>
    ok(
      lines(input)
        .sort()
        .map((line) => `${line}\n`)
        .join(''),
    ),
  awk: ([program = ''], input) => {
    const [, pattern, field] = /^(?:\/(.*)\/)?\s*\{\s*print(?:\s+\$(\d+))?\s*\}$/.exec(program) ?? []
    const starts = pattern?.startsWith('^')
    const text = starts ? pattern!.slice(1) : (pattern ?? '')
    const found = lines(input).filter((line) => (starts ? line.startsWith(text) : line.includes(text)))
    const pick = (line: string) =>
      field === undefined || field === '0' ? line : (line.trim().split(/\s+/)[Number(field) - 1] ?? '')
    return ok(found.map((line) => `${pick(line)}\n`).join(''))
  },
  wget: (args, _input, world) => wget(args, world),
  curl: (args, _input, world) => curl(args, world),
  nc: (args, _input, world) => nc(args, world),
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
export const outward = new Set(['wget', 'curl', 'nc', 'nslookup'])

function truth(args: readonly string[], world: ShellWorld): boolean {
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

/** Whole-number sums: + - * / % and comparisons, left to right by rank. */
export function sum(text: string, vars: Readonly<Record<string, string>>): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\$\{?[A-Za-z_]\w*\}?|[-+*/%()<>]/g) ?? []
  let at = 0
  const atom = (): number => {
    const token = tokens[at++] ?? '0'
    if (token === '(') {
      const value = additive()
      at++
      return value
    }
    if (token === '-') return -atom()
    if (/^\d/.test(token)) return Number(token)
    return Number(vars[token.replace(/[${}]/g, '')] ?? 0) || 0
  }
  const product = (): number => {
    let value = atom()
    while (tokens[at] === '*' || tokens[at] === '/' || tokens[at] === '%') {
      const op = tokens[at++]
      const right = atom()
      value = op === '*' ? value * right : op === '/' ? Math.trunc(value / (right || 1)) : value % (right || 1)
    }
    return value
  }
  const additive = (): number => {
    let value = product()
    while (tokens[at] === '+' || tokens[at] === '-') value = tokens[at++] === '+' ? value + product() : value - product()
    return value
  }
  const left = additive()
  if (tokens[at] === '<') return (at++, left < additive() ? 1 : 0)
  if (tokens[at] === '>') return (at++, left > additive() ? 1 : 0)
  return left
}
