import type { Done, ShellWorld, Tool } from './tools'

const ok = (out = ''): Done => ({ out, code: 0 })
const no = (out: string): Done => ({ out, code: 1 })
const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
const named = (args: readonly string[]) => args.filter((arg) => !arg.startsWith('-') || arg === '-')
const flagged = (args: readonly string[], letter: string) => args.some((arg) => /^-\w+$/.test(arg) && arg.includes(letter))
const trimmed = (path: string) => (path.length > 1 ? path.replace(/\/+$/, '') : path)

/** Is there a file or folder? */
export const exists = (world: ShellWorld, path: string): boolean => world.read(path) !== undefined || isFolder(world, path)

export const isFolder = (world: ShellWorld, path: string): boolean =>
  world.read(`${trimmed(path)}/`) !== undefined || world.list?.(path) !== undefined

/** `path` in folder `to`, if that is one, else `to` itself: where a copy goes. */
const target = (world: ShellWorld, path: string, to: string): string =>
  isFolder(world, to) ? `${trimmed(to)}/${path.slice(path.lastIndexOf('/') + 1)}` : to

const readOnly = (tool: string, path: string) => no(`${tool}: ${path}: Read-only file system\n`)

/** Reads the files named, or what comes through the pipe when none is. */
function input(tool: string, paths: readonly string[], piped: string, world: ShellWorld): Done {
  if (!paths.length) return ok(piped)
  let out = ''
  for (const path of paths) {
    const text = world.read(path)
    if (text === undefined && world.ofImage?.(path)) continue
    if (text === undefined) {
      const why = isFolder(world, path)
        ? `${tool}: read error: Is a directory`
        : `${tool}: can't open '${path}': No such file or directory`
      return no(`${out}${why}\n`)
    }
    out += text
  }
  return ok(out)
}

/** Commands about files that end at once. */
export const fileTools: Readonly<Record<string, Tool>> = {
  cat: (args, piped, world) => input('cat', named(args), piped, world),
  touch: (args, _piped, world) => {
    for (const path of named(args)) if (world.write(path, world.read(path) ?? '') === false) return readOnly('touch', path)
    return ok()
  },
  rm: (args, _piped, world) => {
    for (const path of named(args)) {
      if (!exists(world, path)) {
        if (!flagged(args, 'f')) return no(`rm: can't remove '${path}': No such file or directory\n`)
      } else if (isFolder(world, path) && !flagged(args, 'r') && !flagged(args, 'R')) return no(`rm: '${path}' is a directory\n`)
      else if (world.write(path, undefined) === false) return readOnly('rm', path)
    }
    return ok()
  },
  mkdir: (args, _piped, world) => {
    for (const path of named(args).filter((arg) => !/^\d+$/.test(arg))) {
      if (exists(world, path)) {
        if (!flagged(args, 'p')) return no(`mkdir: can't create directory '${path}': File exists\n`)
      } else if (world.write(`${trimmed(path)}/`, '') === false) return readOnly('mkdir', path)
    }
    return ok()
  },
  cp: (args, _piped, world) => {
    const paths = named(args)
    const to = paths.at(-1) ?? ''
    const whole = flagged(args, 'r') || flagged(args, 'R') || flagged(args, 'a')
    for (const from of paths.slice(0, -1)) {
      const text = world.read(from)
      if (text !== undefined) {
        if (world.write(target(world, from, to), text) === false) return readOnly('cp', to)
      } else if (world.ofImage?.(from)) {
        // What is in it nobody knows, but it is there afterwards.
        if (!/[*?]/.test(from) && world.write(target(world, from, to), '') === false) return readOnly('cp', to)
      } else if (!isFolder(world, from)) return no(`cp: can't stat '${from}': No such file or directory\n`)
      else if (!whole) return no(`cp: omitting directory '${from}'\n`)
      else
        for (const name of world.list?.(from) ?? []) {
          const inner = world.read(`${trimmed(from)}/${name}`)
          if (inner !== undefined && world.write(`${trimmed(to)}/${name}`, inner) === false) return readOnly('cp', to)
        }
    }
    return ok()
  },
  mv: (args, _piped, world) => {
    const [from = '', to = ''] = named(args)
    const text = world.read(from)
    if (text === undefined) return no(`mv: can't rename '${from}': No such file or directory\n`)
    if (world.write(target(world, from, to), text) === false) return readOnly('mv', to)
    return world.write(from, undefined) === false ? readOnly('mv', from) : ok()
  },
  tee: (args, piped, world) => {
    for (const path of named(args)) {
      const before = flagged(args, 'a') ? (world.read(path) ?? '') : ''
      if (world.write(path, before + piped) === false) return readOnly('tee', path)
    }
    return ok(piped)
  },
  ls: (args, _piped, world) => {
    const paths = named(args)
    const long = flagged(args, 'l')
    let out = ''
    for (const path of paths.length ? paths : ['.']) {
      const names = world.list?.(path)
      if (world.read(path) !== undefined) out += `${path}\n`
      else if (names) {
        if (paths.length > 1) out += `${path}:\n`
        if (long) out += `total ${names.length}\n`
        for (const name of names) if (!name.startsWith('.') || flagged(args, 'a')) out += row(world, path, name, long)
      } else if (path !== '.' && !isFolder(world, path)) return no(`${out}ls: ${path}: No such file or directory\n`)
    }
    return ok(out)
  },
  head: (args, piped, world) => {
    const { count, paths } = counted(args)
    const from = input('head', paths, piped, world)
    return from.code ? from : ok(joined(lines(from.out).slice(0, count)))
  },
  tail: (args, piped, world) => {
    const { count, paths } = counted(args)
    const from = input('tail', paths, piped, world)
    return from.code ? from : ok(joined(count === 0 ? [] : lines(from.out).slice(-count)))
  },
  wc: (args, piped, world) => {
    const paths = named(args)
    const from = input('wc', paths, piped, world)
    if (from.code) return from
    const count = flagged(args, 'l') ? lines(from.out).length : from.out.length
    return ok(paths.length ? `${count} ${paths[0]}\n` : `${count}\n`)
  },
}

const joined = (list: readonly string[]) => list.map((line) => `${line}\n`).join('')

function row(world: ShellWorld, folder: string, name: string, long: boolean): string {
  if (!long) return `${name}\n`
  const path = `${trimmed(folder)}/${name}`
  const text = world.read(path)
  const size = String(text?.length ?? 4096).padStart(9)
  return `${text === undefined ? 'drwxr-xr-x    2' : '-rw-r--r--    1'} root     root     ${size} ${name}\n`
}

/** `-n 5`, `-5` or nothing, and the files. */
function counted(args: readonly string[]): { readonly count: number; readonly paths: readonly string[] } {
  let count = 10
  const paths: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '-n' || arg === '-c') count = Number(args[++i])
    else if (/^-n?\d+$/.test(arg)) count = Number(arg.replace(/^-n?/, ''))
    else if (!arg.startsWith('-')) paths.push(arg)
  }
  return { count: Number.isNaN(count) ? 10 : count, paths }
}
