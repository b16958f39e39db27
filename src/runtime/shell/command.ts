import { arrayed, assigned, builtins, isQuiet, sleepMs, unwrapped } from './builtins'
import type { Instruction, Simple } from './code'
import { assignmentsOf, expandAll, expandOne, expandPattern, type Expansion } from './expand'
import { touches, worldFrom } from './paths'
import { answerOf } from './clients'
import { dial, dials, namesSocket } from './dial'
import { inputOf, mutes, plainWord, runPipe, writeNothing, type Stage } from './pipe'
import { scriptOf } from './scriptOf'
import { cut, enter, leave, linesOf, say, spend, startScript } from './state'
import type { CountingHost, Live, ProgramPlace, ShellState, Stop } from './state'
import { outward, tools } from './tools'

type Run = (state: ShellState, host: CountingHost) => Stop
type Step = Extract<Instruction, { op: 'run' }>

/** What words come to at this point of a script. */
export const expansionOf = (live: Live, host: CountingHost, run: Run): Expansion => ({
  vars: live.vars,
  status: live.status,
  name: live.name ?? 'sh',
  args: live.args ?? [],
  world: worldFrom(host.world, live.vars, host.budget),
  substitute: (script) => substitute(script, live, host, run),
  spent: (text) => spend(host, text),
})

/** Does one command, or several joined by pipes. Returns why the script must wait, or nothing when it goes on. */
export function command(live: Live, step: Step, code: readonly Instruction[], host: CountingHost, run: Run): Stop | undefined {
  const { pipe } = step
  if (!host.mayAsk && (asks(pipe, host) || dials(pipe) || touches(pipe, live.vars, host.mounts)))
    return { kind: 'ask', state: { ...live } }
  live.at++
  const around = expansionOf(live, host, run)
  const dialled = dial(pipe, around)
  if (!dialled.rest) {
    live.status = 1
    return settled(live, step, code, host, dialled.ms ? { ms: dialled.ms, prints: [] } : undefined)
  }
  const stages = dialled.rest.map((simple) => stageOf(simple, live, around))
  if (stages.length === 1) {
    const done = alone(live, stages[0]!, step, code, host, around)
    if (done !== 'plain') return done
  }
  const found = stages.find((stage) => isProgram(stage, host))
  if (found) return { kind: 'program', argv: found.argv, state: { ...live }, how: howOf(found, step, live, code) }
  const { out, ms } = runPipe(stages, live, host, around)
  if (stages.some(follows)) {
    say(live, host, out)
    return { kind: 'sleep', ms: Infinity, state: { ...live } }
  }
  if (!ms) say(live, host, out)
  return settled(live, step, code, host, ms ? { ms, prints: linesOf(out) } : undefined)
}

function stageOf(simple: Simple, live: Live, around: Expansion): Stage {
  const { sets, rest } = assignmentsOf(simple.words)
  const first = rest[0]
  const conditional = first?.length === 1 && (first[0]!.text === '[[' || first[0]!.text === '((') && !first[0]!.quoted
  const words = conditional
    ? rest.map((word, i) => (/^[!=]?=$/.test(plainWord(rest[i - 1])) ? expandPattern(word, around) : expandOne(word, around)))
    : expandAll(rest, around)
  let { vars } = live
  for (const set of sets) vars = assigned(vars, expandOne(set, around))
  for (const { name, items } of simple.arrays ?? []) vars = arrayed(vars, name, expandAll(items, around))
  const wrapped = unwrapped(words)
  return { ...wrapped, vars: { ...vars, ...wrapped.vars }, simple }
}

/** What only means something outside a pipe. 'plain' for all else. */
function alone(
  live: Live,
  stage: Stage,
  step: Step,
  code: readonly Instruction[],
  host: CountingHost,
  around: Expansion,
): Stop | undefined | 'plain' {
  const { argv, exec, vars, simple } = stage
  const [name] = argv
  if (name === undefined) {
    if (simple.words.length || simple.arrays) live.vars = vars
    // The status of `x=$(command)` is that of the command.
    const asked = simple.words.some((word) => word.some(({ kind }) => kind === 'command'))
    if (simple.redirects && !exec) live.status = writeNothing(simple.redirects, around)
    else if (!asked) live.status = 0
    return settled(live, step, code, host)
  }
  if (name === 'exit') return exits(live, argv[1] === undefined ? live.status : Number(argv[1]) & 255)
  if (name === 'return') {
    while (live.stack?.length && live.stack.at(-1)!.kind === 'sub') leave(live)
    live.status = argv[1] === undefined ? live.status : Number(argv[1]) & 255
    if (live.stack?.length) leave(live)
    return undefined
  }
  if (name === 'sleep') {
    const ms = sleepMs(argv.slice(1))
    live.status = 0
    if (!step.background) return { kind: 'sleep', ms, state: { ...live } }
    live.until = Math.max(live.until ?? 0, host.world.now + ms)
    return undefined
  }
  if (name === 'wait') {
    live.status = 0
    const ms = (live.until ?? 0) - host.world.now
    return ms > 0 ? { kind: 'sleep', ms, state: { ...live } } : undefined
  }
  const own = live.functions && Object.hasOwn(live.functions, name) ? live.functions[name] : undefined
  if (own) {
    enter(live, 'function')
    return begin(live, own.script, own.at, argv)
  }
  const script = scriptOf(stage, around, host)
  if (script !== undefined) {
    if (typeof script === 'number') return ((live.status = script), settled(live, step, code, host))
    if (exec) live.stack = []
    else enter(live, script.kind)
    live.vars = vars
    if (script.kind === 'script') live.flags = script.flags
    return begin(live, script.text, 0, script.argv, script.kind === 'source' && script.argv.length < 2)
  }
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined
  if (!builtin) return 'plain'
  const out = builtin(
    argv.slice(1),
    live,
    around.world,
    (other) => other in tools || other in builtins || isQuiet(other) || host.isProgram(other),
    inputOf(stage, live, around),
  )
  if (!mutes(simple)) say(live, host, out)
  return settled(live, step, code, host)
}

/** Goes on in another script, or another part of this one. */
function begin(live: Live, script: string, at: number, [name, ...args]: readonly string[], keeps = false): undefined {
  live.script = script
  live.at = at
  live.lists = []
  if (keeps) return
  live.args = args
  if (at === 0) live.name = name
}

/** Ends the script that runs now; the one around it goes on. */
function exits(live: Live, code: number): Stop | undefined {
  while (live.stack?.length) {
    const { kind } = live.stack.at(-1)!
    leave(live)
    if (kind !== 'sub' && kind !== 'script') continue
    live.status = code
    return undefined
  }
  return { kind: 'exit', code }
}

/** Under -e what failed ends the script, unless somebody looks at it. */
function settled(
  live: Live,
  step: Step,
  code: readonly Instruction[],
  host: CountingHost,
  waits?: { readonly ms: number; readonly prints: readonly string[] },
): Stop | undefined {
  if (step.background) live.status = 0
  const next = code[live.at]?.op
  const fails = live.status !== 0 && !step.tested && live.flags.includes('e') && next !== 'jumpIf' && next !== 'not'
  if (waits) {
    // What ends the script does so when it is over.
    if (fails) live.at = code.length
    const { io = [] } = live
    const hears = io.some((each) => each.mute || each.out !== undefined || each.file !== undefined)
    if (!hears) return { kind: 'sleep', ...waits, state: { ...live } }
    say(live, host, waits.prints.map((line) => `${line}\n`).join(''))
    return { kind: 'sleep', ms: waits.ms, state: { ...live } }
  }
  return fails ? exits(live, live.status) : undefined
}

/** Does it look at anybody else? */
const asks = (pipe: readonly Simple[], host: CountingHost) =>
  pipe.some(({ words }) =>
    words.some((word) => {
      const name = plainWord(word)
      return (
        outward.has(name.slice(name.lastIndexOf('/') + 1)) ||
        word.some(
          (piece) =>
            piece.kind === 'command' &&
            (host.mounts?.length || namesSocket(piece.text) || [...outward].some((each) => piece.text.includes(each))),
        )
      )
    }),
  )

const follows = ({ argv }: Stage) => argv[0] === 'tail' && argv.some((arg) => /^(-\w*[fF]\w*|--follow.*|--retry)$/.test(arg))

function isProgram({ argv }: Stage, host: CountingHost): boolean {
  const [name] = argv
  if (name === undefined || Object.hasOwn(builtins, name)) return false
  if ((name === 'nc' || name === 'ncat' || name === 'socat') && argv.some((arg) => /^(-\w*l\w*|--listen)$|listen:/i.test(arg)))
    return true
  return !Object.hasOwn(tools, name) && !isQuiet(name) && answerOf(argv) === undefined && host.isProgram(name)
}

/** Is a program the last thing that a script does? What only tells how it ended does not count. */
function howOf({ exec }: Stage, step: Step, live: Live, code: readonly Instruction[]): ProgramPlace {
  if (step.background) return 'beside'
  if (exec) return 'last'
  if (live.stack?.some(({ kind }) => kind !== 'sub')) return 'between'
  for (let at = live.at; at < code.length; at++) {
    const next = code[at]!
    if (
      next.op === 'run' &&
      !next.pipe.every(({ words }) => /^(echo|printf|exit|true|:|wait|date|set)$/.test(plainWord(words[0])))
    )
      return 'between'
    if (next.op === 'jump' && next.to <= at) return 'between'
  }
  return 'last'
}

/** What a script inside a word prints. */
function substitute(script: string, live: Live, host: CountingHost, run: Run): string {
  const file = /^\s*<\s*(\S+)\s*$/.exec(script)?.[1]
  const printed: string[] = []
  const inner: CountingHost = { ...host, mayAsk: true, print: (line) => printed.push(line) }
  const start = startScript(file === undefined ? script : `cat ${file}`, live.vars, '', live.args, live.name)
  let stop = run({ ...start, ...(live.functions && { functions: live.functions }) }, inner)
  for (let i = 0; i < 20 && (stop.kind === 'program' || (stop.kind === 'sleep' && stop.ms !== Infinity)); i++) {
    if (stop.kind === 'sleep') printed.push(...(stop.prints ?? []))
    stop = run(stop.kind === 'program' ? { ...stop.state, status: 0 } : stop.state, inner)
  }
  if (stop.kind === 'exit') live.status = stop.code
  return cut(printed.join('\n'))
}
