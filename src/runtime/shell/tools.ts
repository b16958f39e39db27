/** What commands may ask of the world around them. Everything is a plain answer at one moment. */
export interface ShellWorld {
  /** Virtual ms. */
  readonly now: number
  readonly hostname: string
  /** Contents of a file, or undefined. */
  read(path: string): string | undefined
  write(path: string, text: string | undefined): void
  /** HTTP status that a URL answers with, or 0 when nobody does. */
  fetch(url: string): number
  /** Does something listen there? */
  connects(host: string, port: number): boolean
  /** The date as the container's clock shows it. */
  date(format: string | undefined): string
}

/** What a command that ends at once prints, and its exit code. */
export interface Done {
  readonly out: string
  readonly code: number
}

type Tool = (args: readonly string[], input: string, world: ShellWorld, vars: Readonly<Record<string, string>>) => Done

const ok = (out = ''): Done => ({ out, code: 0 })
const no = (out = '', code = 1): Done => ({ out, code })
const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Commands that end at once. */
export const tools: Readonly<Record<string, Tool>> = {
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
  cat: (args, input, world) => {
    if (!args.length) return ok(input)
    let out = ''
    for (const path of args) {
      const text = world.read(path)
      if (text === undefined) return no(`${out}cat: can't open '${path}': No such file or directory\n`)
      out += text
    }
    return ok(out)
  },
  touch: (args, _input, world) => {
    for (const path of args) world.write(path, world.read(path) ?? '')
    return ok()
  },
  rm: (args, _input, world) => {
    const force = args.some((arg) => /^-\w*f/.test(arg))
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      if (world.read(path) === undefined && !force) return no(`rm: can't remove '${path}': No such file or directory\n`)
      world.write(path, undefined)
    }
    return ok()
  },
  ls: (args, _input, world) => {
    const missing = args.find((arg) => !arg.startsWith('-') && arg.includes('.') && world.read(arg) === undefined)
    return missing ? no(`ls: ${missing}: No such file or directory\n`) : ok()
  },
  mkdir: () => ok(),
  chmod: () => ok(),
  chown: () => ok(),
  cp: ([from = '', to = ''], _input, world) => {
    world.write(to, world.read(from) ?? '')
    return ok()
  },
  test: (args, _input, world) => (truth(args, world) ? ok() : no()),
  '[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  '[[': (args, _input, world) => (truth(args.slice(0, -1), world) ? ok() : no()),
  grep: (args, input) => {
    const pattern = args.find((arg) => !arg.startsWith('-')) ?? ''
    const found = lines(input).filter((line) => line.includes(pattern) !== args.includes('-v'))
    return {
      out: args.some((arg) => /^-\w*q/.test(arg)) ? '' : found.map((line) => `${line}\n`).join(''),
      code: found.length ? 0 : 1,
    }
  },
  head: (args, input) =>
    ok(
      lines(input)
        .slice(0, Number((args.at(-1) ?? '10').replace('-', '')) || 10)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  wc: (args, input) => ok(`${args.includes('-l') ? lines(input).length : input.length}\n`),
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
  wget: (args, _input, world) => {
    const url = args.filter((arg) => !arg.startsWith('-')).at(-1) ?? ''
    const status = world.fetch(url)
    const shown = args.some((arg) => arg === '--server-response' || arg === '-S')
    if (status === 0) return no(`wget: can't connect to remote host: Connection refused\n`)
    const headers = shown ? `  HTTP/1.1 ${status} ${status < 400 ? 'OK' : 'Error'}\n` : ''
    return status < 400 ? ok(headers) : no(`${headers}wget: server returned error: HTTP/1.1 ${status}\n`)
  },
  curl: (args, _input, world) => {
    const url = args.filter((arg) => !arg.startsWith('-')).at(-1) ?? ''
    const status = world.fetch(url)
    if (status === 0) return no(`curl: (7) Failed to connect to ${url}\n`, 7)
    return status >= 400 && args.some((arg) => arg === '--fail' || /^-\w*f/.test(arg)) ? no('', 22) : ok()
  },
  nc: (args, _input, world) => {
    const [host, port] = args.filter((arg) => !arg.startsWith('-')).slice(-2)
    return host !== undefined && port !== undefined && world.connects(host, Number(port)) ? ok() : no()
  },
  nslookup: () => ok(),
}

/** Commands whose answer depends on others, so that they must be asked at their moment and not ahead of it. */
export const outward = new Set(['wget', 'curl', 'nc'])

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
  if (a === '-f' || a === '-e' || a === '-d' || a === '-s' || a === '-r') return world.read(op) !== undefined
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
