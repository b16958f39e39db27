import { awk } from './awk'
import { findAll, RegexError, regexOf, tests } from './regex/regex'
import { sedScript } from './sed'
import type { Done, ShellWorld, Tool } from './tools'

const ok = (out = ''): Done => ({ out, code: 0 })
const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
const joined = (list: readonly string[]) => list.map((line) => `${line}\n`).join('')

/** Flags (letters that stand together are taken apart), the values of those that take one, and the other words. */
export function flagsOf(
  args: readonly string[],
  valued: string,
): {
  readonly flags: ReadonlySet<string>
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly words: readonly string[]
} {
  const flags = new Set<string>()
  const values: Record<string, string[]> = {}
  const words: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') {
      words.push(...args.slice(i + 1))
      break
    }
    if (arg.startsWith('--')) flags.add(arg.slice(2).replace(/=.*$/, ''))
    else if (!arg.startsWith('-') || arg === '-') words.push(arg)
    else {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at]!
        flags.add(letter)
        if (!valued.includes(letter)) continue
        ;(values[letter] ??= []).push(arg.slice(at + 1) || (args[++i] ?? ''))
        break
      }
    }
  }
  return { flags, values, words }
}

/** What files say, one behind the other, or what comes through the pipe when none is named. */
export function inputOf(tool: string, paths: readonly string[], piped: string, world: ShellWorld): Done {
  let out = ''
  if (!paths.length || (paths.length === 1 && paths[0] === '-')) return ok(piped)
  for (const path of paths) {
    const text = path === '/dev/stdin' ? piped : path === '/dev/null' ? '' : world.read(path)
    if (text === undefined) return { out: `${tool}: ${path}: No such file or directory\n`, code: 1 }
    out += text
  }
  return ok(out)
}

/** Commands that read text and print what they make of it. */
export const textTools: Readonly<Record<string, Tool>> = {
  grep,
  egrep: (args, piped, world, vars) => grep(['-E', ...args], piped, world, vars),
  fgrep: (args, piped, world, vars) => grep(['-F', ...args], piped, world, vars),
  sed: (args, piped, world) => {
    const { flags, values, words } = flagsOf(args, 'ef')
    const scripts = values.e ?? words.slice(0, 1)
    const paths = values.e ? words : words.slice(1)
    const how = { silent: flags.has('n'), extended: flags.has('E') || flags.has('r'), effort: world.effort }
    const edit = understood(() => sedScript(scripts.join('\n'), how))
    if (typeof edit === 'string') return { out: `sed: ${edit}\n`, code: 1 }
    if (!flags.has('i') && !flags.has('in-place')) {
      const from = inputOf('sed', paths, piped, world)
      return from.code ? from : ok(edit(from.out))
    }
    for (const path of paths) {
      const text = world.read(path)
      if (text === undefined) return { out: `sed: ${path}: No such file or directory\n`, code: 1 }
      if (world.write(path, edit(text)) === false) return { out: `sed: ${path}: Read-only file system\n`, code: 1 }
    }
    return ok()
  },
  cut: (args, piped, world) => {
    const { values, words } = flagsOf(args, 'dfcb')
    const from = inputOf('cut', words, piped, world)
    if (from.code) return from
    const [separator = '\t'] = values.d ?? []
    const spans = (values.f ?? values.c ?? values.b ?? ['1'])[0]!.split(',').map((span) => {
      const [, first, dash, last] = /^(\d*)(-?)(\d*)$/.exec(span) ?? []
      return { first: Number(first || 1), last: dash ? Number(last || Infinity) : Number(first || 1) }
    })
    const wanted = (_: string, i: number) => spans.some(({ first, last }) => i + 1 >= first && i + 1 <= last)
    return ok(
      joined(
        lines(from.out).map((line) => {
          if (!values.f) return [...line].filter(wanted).join('')
          return line.includes(separator) ? line.split(separator).filter(wanted).join(separator) : line
        }),
      ),
    )
  },
  tr: (args, piped) => {
    const { flags, words } = flagsOf(args, '')
    const [from = [], to = []] = words.map(letters)
    const takes = (letter: string) => from.includes(letter) !== (flags.has('c') || flags.has('C'))
    let out = ''
    for (const letter of piped) {
      if (!takes(letter)) out += letter
      else if (!flags.has('d')) {
        const next = to.length ? (to[Math.max(0, from.indexOf(letter))] ?? to.at(-1)!) : letter
        if (!flags.has('s') || !out.endsWith(next)) out += next
      }
    }
    return ok(out)
  },
  sort: (args, piped, world) => {
    const { flags, words } = flagsOf(args, 'kt')
    const from = inputOf('sort', words, piped, world)
    if (from.code) return from
    const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
    const numeric = (a: string, b: string) => (parseFloat(a) || 0) - (parseFloat(b) || 0) || compare(a, b)
    const sorted = lines(from.out).sort(flags.has('n') ? numeric : compare)
    if (flags.has('r')) sorted.reverse()
    return ok(joined(flags.has('u') ? [...new Set(sorted)] : sorted))
  },
  uniq: (args, piped, world) => {
    const { flags, words } = flagsOf(args, '')
    const from = inputOf('uniq', words, piped, world)
    const runs: { readonly line: string; count: number }[] = []
    for (const line of lines(from.out)) {
      const last = runs.at(-1)
      if (last?.line === line) last.count++
      else runs.push({ line, count: 1 })
    }
    return ok(joined(runs.map(({ line, count }) => (flags.has('c') ? `${String(count).padStart(7)} ${line}` : line))))
  },
  awk: (args, piped, world) => {
    const { values, words } = flagsOf(args, 'Fv')
    const from = inputOf('awk', words.slice(1), piped, world)
    if (from.code) return from
    const out = understood(() => [awk(words[0] ?? '', from.out, values.F?.[0], world.effort)])
    return typeof out === 'string' ? { out: `awk: cmd. line:1: error: ${out}\n`, code: 2 } : ok(out[0])
  },
  base64: (args, piped, world) => {
    const { flags, words } = flagsOf(args, 'w')
    const from = inputOf('base64', words, piped, world)
    if (from.code) return from
    const bytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text.slice(0, 8192)))
    return ok(flags.has('d') || flags.has('decode') ? unbase64(from.out) : `${btoa(bytes(from.out))}\n`)
  },
  basename: ([path = '', suffix = '']) => {
    const name = path.replace(/\/+$/, '').replace(/^.*\//, '')
    return ok(`${suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`)
  },
  dirname: ([path = '']) => ok(`${path.includes('/') ? path.replace(/\/[^/]*\/?$/, '') || '/' : '.'}\n`),
  envsubst: (_args, piped, _world, vars) =>
    ok(piped.replace(/\$\{(\w+)\}|\$([A-Za-z_]\w*)/g, (_, inner?: string, name?: string) => vars[inner ?? name ?? ''] ?? '')),
}

function unbase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s/g, '')), (letter) => letter.charCodeAt(0)))
  } catch {
    return ''
  }
}

/** `a-z`, `[:upper:]`, `\n`. */
function letters(text: string): string[] {
  const spans: Readonly<Record<string, string>> = {
    upper: 'A-Z',
    lower: 'a-z',
    digit: '0-9',
    alpha: 'A-Za-z',
    alnum: 'A-Za-z0-9',
    space: ' \t\n',
  }
  const plain = text
    .replace(/\[:(\w+):\]/g, (whole, name: string) => spans[name] ?? whole)
    .replace(/\\([ntr\\0])/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r', 0: '\0' })[c] ?? c)
  const out: string[] = []
  for (let i = 0; i < plain.length; i++) {
    const [from, dash, to] = [plain[i]!, plain[i + 1], plain[i + 2]]
    if (dash !== '-' || to === undefined) out.push(from)
    else {
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) out.push(String.fromCharCode(code))
      i += 2
    }
  }
  return out
}

/** What somebody makes of a pattern, or what is wrong with it. */
function understood<Made extends object>(make: () => Made): Made | string {
  try {
    return make()
  } catch (error) {
    if (error instanceof RegexError) return error.message
    throw error
  }
}

/** What nobody who is well says. */
const complaint = /error|fail|fault|unhealthy|refused|denied|unavailable|\b(down|red|critical|not[ _-]?(ready|found))\b/i

/** Is it a filter that hopes to find something in what comes through the pipe? */
export function seeks([name = '', ...args]: readonly string[]): boolean {
  if (!/^[ef]?grep$/.test(name)) return false
  const { flags, values, words } = flagsOf(args, 'emABC')
  const patterns = values.e ?? words.slice(0, 1)
  return words.length <= (values.e ? 0 : 1) && (flags.has('v') || !complaint.test(patterns.join('\n')))
}

function grep(args: readonly string[], piped: string, world: ShellWorld, _vars: Readonly<Record<string, string>>): Done {
  const { flags, values, words } = flagsOf(args, 'emABC')
  const patterns = values.e ?? words.slice(0, 1)
  const from = inputOf('grep', values.e ? words : words.slice(1), piped, world)
  if (from.code) return { ...from, code: 2 }
  const flavour = flags.has('F') ? 'fixed' : flags.has('P') ? 'perl' : flags.has('E') ? 'extended' : 'basic'
  const reading = { folds: flags.has('i'), spans: flags.has('x') ? 'line' : flags.has('w') ? 'word' : undefined } as const
  const regex = understood(() => regexOf(patterns.join('\n').split('\n'), flavour, reading))
  if (typeof regex === 'string') return { out: `grep: ${regex}\n`, code: 2 }
  const { effort } = world
  const found = lines(from.out).filter((line) => tests(regex, line, effort) !== flags.has('v'))
  const limited = values.m ? found.slice(0, Number(values.m[0])) : found
  const code = limited.length ? 0 : 1
  if (flags.has('q') || flags.has('quiet')) return { out: '', code }
  if (flags.has('c')) return { out: `${limited.length}\n`, code }
  const parts = flags.has('o')
    ? limited.flatMap((line) => findAll(regex, line, effort).flatMap(({ groups }) => groups[0] || []))
    : limited
  return { out: joined(parts), code }
}
