import { sum } from './sum'
import type { Done, ShellWorld, Tool } from './tools'

const ok = (out = ''): Done => ({ out, code: 0 })
const no = (out = '', code = 1): Done => ({ out, code })

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '', b: '', e: '\x1b', '\\': '\\' }

/** `\n`, `\t`, `\033` as `echo -e` and `printf` know them. */
const escaped = (text: string) =>
  text.replace(/\\(?:(0[0-7]{1,3})|x([0-9a-fA-F]{1,2})|([ntrabe\\]))/g, (_, octal?: string, hex?: string, letter?: string) =>
    letter !== undefined ? escapes[letter]! : String.fromCharCode(parseInt(octal ?? hex!, octal === undefined ? 16 : 8)),
  )

/** Used again for as long as there are arguments. */
function printf([format = '', ...args]: readonly string[]): Done {
  let out = ''
  let i = 0
  do {
    out += escaped(format).replace(
      /%(-?)(0?)(\d*)(?:\.\d+)?([sdiqxf%b])/g,
      (_, left: string, zero: string, width: string, kind: string) => {
        if (kind === '%') return '%'
        const given = args[i++] ?? (kind === 's' || kind === 'b' ? '' : '0')
        const text = kind === 'x' ? Number(given).toString(16) : kind === 'b' ? escaped(given) : given
        return left ? text.padEnd(Number(width)) : text.padStart(Number(width), zero || ' ')
      },
    )
  } while (i > 0 && i < args.length)
  return ok(out)
}

/** `host`, `getent hosts`: the first address of a name. */
function addressOf(name: string | undefined, world: ShellWorld): string | undefined {
  if (name === undefined) return undefined
  if (/^(\d+\.){3}\d+$/.test(name)) return name
  if (name === 'localhost') return '127.0.0.1'
  return world.net?.lookup(name).ips[0]
}

const words = (args: readonly string[]) => args.filter((arg) => !/^[-+@]/.test(arg))

/** A number that looks like chance and is the same every time. */
function fingerprint(text: string, length: number): string {
  let state = 0x811c9dc5
  let out = ''
  for (let i = 0; out.length < length; i++) {
    const code = text.length ? text.charCodeAt(i % text.length) : 0
    state = Math.imul(state ^ (code + i), 0x01000193) >>> 0
    out += (state >>> 4).toString(16).padStart(7, '0').slice(-4)
  }
  return out.slice(0, length)
}

const digest =
  (length: number): Tool =>
  ([path], piped, world) => {
    const text = path === undefined ? piped : world.read(path)
    return text === undefined ? no() : ok(`${fingerprint(text, length)}  ${path ?? '-'}\n`)
  }

/** Commands about the system and about plain values. */
export const systemTools: Readonly<Record<string, Tool>> = {
  echo: (args) => {
    let flags = ''
    let from = 0
    while (/^-[neE]+$/.test(args[from] ?? '')) flags += args[from++]
    const text = args.slice(from).join(' ')
    return ok((flags.includes('e') ? escaped(text) : text) + (flags.includes('n') ? '' : '\n'))
  },
  printf,
  date: (args, _input, world) => ok(`${world.date(args.find((arg) => arg.startsWith('+'))?.slice(1))}\n`),
  hostname: (args, _input, world) => {
    const domain = /\s(\S+\.\S+)\s/.exec(
      world
        .read('/etc/hosts')
        ?.split('\n')
        .find((line) => line.includes(`\t${world.hostname}`)) ?? '',
    )?.[1]
    if (args.includes('-f') || args.includes('--fqdn')) return ok(`${domain ?? world.hostname}\n`)
    if (!args.includes('-i') && !args.includes('-I')) return ok(`${world.hostname}\n`)
    const own = world
      .read('/etc/hosts')
      ?.split('\n')
      .find((line) => line.includes(world.hostname))
    return ok(`${own?.split(/\s/)[0] ?? '127.0.0.1'}\n`)
  },
  whoami: () => ok('root\n'),
  id: (args) =>
    ok(
      args.some((arg) => /^-[ug]$/.test(arg))
        ? '0\n'
        : args.includes('-un')
          ? 'root\n'
          : 'uid=0(root) gid=0(root) groups=0(root)\n',
    ),
  pwd: (_args, _input, _world, vars) => ok(`${vars.PWD || '/'}\n`),
  uname: (args) => ok(args[0] === '-r' ? '6.12.0\n' : args[0] === '-m' ? 'x86_64\n' : 'Linux\n'),
  arch: () => ok('x86_64\n'),
  nproc: () => ok('4\n'),
  env: (_args, _input, _world, vars) =>
    ok(
      Object.keys(vars)
        .filter((name) => !name.includes('['))
        .sort()
        .map((name) => `${name}=${vars[name]}\n`)
        .join(''),
    ),
  printenv: (names, _input, _world, vars) => {
    const found = names.filter((name) => name in vars)
    if (names.length === 0) return ok()
    return { out: found.map((name) => `${vars[name]}\n`).join(''), code: found.length === names.length ? 0 : 1 }
  },
  seq: (args) => {
    const numbers = args.filter((arg) => !/^-[sw]/.test(arg)).map(Number)
    const [from, step, to] =
      numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : numbers
    let out = ''
    for (let i = from!, n = 0; (step! > 0 ? i <= to! : i >= to!) && n < 10_000; i += step!, n++) out += `${i}\n`
    return ok(out)
  },
  expr: (args) => {
    const value =
      args.length === 3 && /^(=|!=)$/.test(args[1]!)
        ? Number((args[0] === args[2]) === (args[1] === '='))
        : sum(args.join(' '), {})
    return { out: `${value}\n`, code: value === 0 ? 1 : 0 }
  },
  getent: ([, name], _input, world) => {
    const ip = addressOf(name, world)
    return ip === undefined ? no('', 2) : ok(`${ip.padEnd(15)} ${name}\n`)
  },
  host: (args, _input, world) => {
    const [name = ''] = words(args)
    const ip = addressOf(name, world)
    return ip === undefined ? no(`Host ${name} not found: 3(NXDOMAIN)\n`) : ok(`${name} has address ${ip}\n`)
  },
  dig: (args, _input, world) => {
    const ip = addressOf(words(args).at(0), world)
    return ok(ip === undefined ? '' : `${ip}\n`)
  },
  ping: (args, _input, world) => {
    const name = args.filter((arg, i) => !arg.startsWith('-') && !/^-[cwWi]$/.test(args[i - 1] ?? '')).at(-1)
    const ip = addressOf(name, world)
    return ip === undefined ? no(`ping: bad address '${name ?? ''}'\n`) : ok(`64 bytes from ${ip}: seq=0 ttl=64 time=0.100 ms\n`)
  },
  find: (args, _input, world) => {
    const [folder = '.'] = args
    return ok((world.list?.(folder) ?? []).map((name) => `${folder.replace(/\/$/, '')}/${name}\n`).join(''))
  },
  readlink: (args) => ok(`${words(args).at(-1) ?? ''}\n`),
  realpath: (args) => ok(`${words(args).at(-1) ?? ''}\n`),
  mktemp: (args, _input, world) => {
    const path = `/tmp/tmp.${fingerprint(String(world.now), 6)}`
    world.write(args.includes('-d') ? `${path}/` : path, '')
    return ok(`${path}\n`)
  },
  md5sum: digest(32),
  sha1sum: digest(40),
  sha256sum: digest(64),
  uuidgen: (_args, _input, world) =>
    ok(`${fingerprint(world.hostname + String(world.now), 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}\n`),
  df: () =>
    ok('Filesystem     1K-blocks     Used Available Use% Mounted on\noverlay        102400000 20480000  81920000  20% /\n'),
  du: (args) => ok(`4\t${words(args).at(-1) ?? '.'}\n`),
  free: () => ok('              total        used        free\nMem:        8000000     2000000     6000000\n'),
}
