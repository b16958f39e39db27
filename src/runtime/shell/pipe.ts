import { builtins, isQuiet, truthOf, type Wrapped } from './builtins'
import { answerOf } from './clients'
import type { Redirect, Simple } from './code'
import { expandOne, type Expansion } from './expand'
import type { Word } from './lex'
import { resolved } from './paths'
import { cut, linesOf, spend, type CountingHost, type Io, type Live, type ShellState } from './state'
import { seeks } from './text'
import { tools, type Done } from './tools'

/** One command of a pipe with its words as they come to. */
export interface Stage extends Wrapped {
  readonly simple: Simple
}

/** A word that is nothing but text. */
export const plainWord = (word: Word | undefined): string => (word?.length === 1 && word[0]!.kind === 'text' ? word[0]!.text : '')

/** What a redirection is for the commands in it. */
export function redirected(redirects: readonly Redirect[], host: CountingHost, around: Expansion): Io {
  let io: Io = {}
  for (const { op, fd, word } of redirects) {
    const path = expandOne(word, around)
    if (op === 'text') io = { ...io, input: path }
    else if (op === 'read') io = { ...io, input: around.world.read(path) ?? '' }
    else if (fd === 2) continue
    else if (op === 'dup') io = path === '2' ? { ...io, log: true } : io
    else if (path === '/dev/null') io = { ...io, mute: true }
    else if (!isLog(path)) {
      const file = resolved(path, around.vars)
      if (op === 'write') host.world.write(file, '')
      io = { ...io, file }
    }
  }
  return io
}

const isLog = (path: string) => /^\/dev\/(stdout|stderr|tty|fd\/[12])$|^\/proc\/(1|self)\/fd\/[12]$/.test(path)

/** Is what it prints for nobody? */
export const mutes = ({ redirects }: Simple) =>
  redirects?.some(({ fd, op, word }) => fd !== 2 && op === 'write' && plainWord(word) === '/dev/null')

/** `> file` without a command; the status. */
export function writeNothing(redirects: readonly Redirect[], { world }: Expansion): number {
  for (const { op, word } of redirects) if (op === 'write' && world.write(plainWord(word), '') === false) return 1
  return 0
}

/** What a command reads: its own redirection, or that of what is around it. */
export function inputOf({ simple }: Stage, live: Live, around: Expansion): string | undefined {
  for (const { op, word } of simple.redirects ?? []) {
    if (op === 'text') return expandOne(word, around)
    if (op === 'read') {
      const path = expandOne(word, around)
      return path === '/dev/null' ? '' : around.world.read(path)
    }
  }
  return live.io?.findLast(({ input }) => input !== undefined)?.input
}

/** Commands joined by pipes; the status is that of the last. */
export function runPipe(stages: readonly Stage[], live: Live, host: CountingHost, around: Expansion): Done {
  let done: Done = { out: '', code: 0 }
  let text = inputOf(stages[0]!, live, around) ?? ''
  let ms = 0
  for (const [i, stage] of stages.entries()) {
    const { argv, simple, vars } = stage
    const { redirects = [] } = simple
    const from = redirects.find(({ op }) => op === 'read')
    const given = i === 0 || from || redirects.some(({ op }) => op === 'text') ? inputOf(stage, live, around) : text
    const path = from && expandOne(from.word, around)
    if (path !== undefined && path !== '/dev/null' && given === undefined) {
      done = { out: `sh: can't open ${path}: no such file\n`, code: 1 }
      text = done.out
      continue
    }
    const vague = i > 0 && done.vague
    done = tool(argv, given ?? '', vars, { ...around, vars }, live, host)
    // A server that is well says what its own checks look for.
    if (vague) done = { ...done, vague, ...(done.code === 1 && seeks(argv) && { code: 0 }) }
    ms += done.ms ?? 0
    spend(host, done.out)
    text = cut(done.out)
    for (const redirect of redirects) {
      const { fd, op, word } = redirect
      if (op === 'read' || op === 'text') continue
      const to = expandOne(word, around)
      if (fd === 2) {
        // What a command that failed says is its complaint.
        if (op !== 'dup' && !isLog(to) && done.code) text = ''
      } else if (op === 'dup') {
        if (to === '2' && text) for (const line of linesOf(text)) host.print(line)
        if (to === '2') text = ''
      } else if (!isLog(to)) {
        if (to !== '/dev/null') {
          const before = op === 'append' ? (around.world.read(to) ?? '') : ''
          if (around.world.write(to, cut(before + text)) === false) {
            done = { out: '', code: 1 }
            host.print(`sh: can't create ${to}: Read-only file system`)
          }
        }
        text = ''
      }
    }
  }
  live.status = done.code
  return { out: text, code: done.code, ...(ms && { ms }) }
}

/** One command that ends at once. */
function tool(
  argv: readonly string[],
  input: string,
  vars: ShellState['vars'],
  around: Expansion,
  live: Live,
  host: CountingHost,
): Done {
  const [name = '', ...args] = argv
  if (name === '[[') {
    const told = truthOf(args, live, around.world)
    return { out: '', code: told ? 0 : 1 }
  }
  if (name === 'xargs') {
    const command = args.filter((arg) => !/^-[a-zA-Z0-9]+$/.test(arg))
    return tool([...(command.length ? command : ['echo']), ...input.split(/\s+/).filter(Boolean)], '', vars, around, live, host)
  }
  const answer = Object.hasOwn(tools, name) || !host.isProgram(name) ? undefined : answerOf(argv)
  if (answer) return answer(around.world, vars)
  const known = Object.hasOwn(tools, name) ? tools[name] : undefined
  if (known) return known(args, input, around.world, vars)
  if (isQuiet(name)) return { out: '', code: 0 }
  if (Object.hasOwn(builtins, name)) {
    // In a pipe it works on a copy.
    const copy = { ...live, status: 0 }
    const out = builtins[name]!(args, copy, around.world, () => true, input)
    return { out, code: copy.status }
  }
  return { out: `sh: ${name}: not found\n`, code: 127 }
}
