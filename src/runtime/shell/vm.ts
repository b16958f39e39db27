import { command, expansionOf } from './command'
import { ShellSyntaxError, type Instruction } from './code'
import { expandAll, expandOne, expandPattern } from './expand'
import { fits } from './glob'
import { parseScript } from './parse'
import { goTo } from './paths'
import { redirected } from './pipe'
import { enter, leave, say, STEPS, type CountingHost, type Live, type ShellHost, type ShellState, type Stop } from './state'

export { startScript, type ProgramPlace, type ShellHost, type ShellState, type Stop } from './state'
export { sleepMs } from './builtins'

/** Runs a script up to where it must wait. Prints a syntax error as sh does and ends with 2. */
export const runScript = (state: ShellState, host: ShellHost): Stop => run(state, { ...host, budget: { left: STEPS } })

/** The same inside another script, with whose work it counts. */
export function run(state: ShellState, host: CountingHost): Stop {
  const { budget } = host
  const live: Live = { ...state }
  let source: string | undefined
  let code: readonly Instruction[] = []
  for (;;) {
    if (source !== live.script) {
      source = live.script
      try {
        code = parseScript(source)
      } catch (error) {
        if (!(error instanceof ShellSyntaxError)) throw error
        say(live, host, `sh: ${error.message}\n`)
        live.status = 2
        code = []
        live.at = 0
      }
    }
    if (live.at >= code.length) {
      if (!live.stack?.length) return budget.left < 0 ? { kind: 'spin', state: { ...live } } : { kind: 'exit', code: live.status }
      leave(live)
      continue
    }
    if (budget.left-- <= 0) return { kind: 'spin', state: { ...live } }
    const step = code[live.at]!
    if (step.op === 'run') {
      const stop = command(live, step, code, host, run)
      if (stop) return stop
    } else if (step.op === 'open' && !host.mayAsk && goTo(step.redirects, live.vars, host.mounts)) {
      return { kind: 'ask', state: { ...live } }
    } else control(live, step, host)
  }
}

/** What is no command: jumps, loops, redirections. */
function control(live: Live, step: Exclude<Instruction, { op: 'run' }>, host: CountingHost): void {
  const { at } = live
  live.at = at + 1
  switch (step.op) {
    case 'jump':
      live.at = step.to
      break
    case 'jumpIf':
      if ((live.status === 0) === step.ok) live.at = step.to
      break
    case 'status':
      if (step.value >= 0) live.status = step.value
      break
    case 'not':
      live.status = live.status === 0 ? 1 : 0
      break
    case 'each':
      live.lists = [...live.lists, expandAll(step.words, expansionOf(live, host, run))]
      break
    case 'next': {
      const [first, ...rest] = live.lists.at(-1)!
      if (first === undefined) live.at = step.done
      else {
        live.vars = { ...live.vars, [step.variable]: first }
        live.lists = [...live.lists.slice(0, -1), rest]
      }
      break
    }
    case 'drop':
      live.lists = live.lists.slice(0, -1)
      break
    case 'unless': {
      const around = expansionOf(live, host, run)
      const word = expandOne(step.word, around)
      if (!step.patterns.some((pattern) => fits(word, expandPattern(pattern, around), around.world.effort))) live.at = step.to
      break
    }
    case 'define':
      live.functions = { ...live.functions, [step.name]: { script: live.script, at: live.at } }
      live.at = step.to
      live.status = 0
      break
    case 'return':
    case 'endSub':
      leave(live)
      break
    case 'sub':
      live.at = step.to
      enter(live, 'sub')
      live.at = at + 1
      break
    case 'open':
      live.io = [...(live.io ?? []), step.piped ? { out: '' } : redirected(step.redirects, host, expansionOf(live, host, run))]
      break
    case 'pass': {
      const { out = '' } = live.io!.at(-1)!
      live.io = [...live.io!.slice(0, -1), { input: out, ...(step.piped && { out: '' }) }]
      break
    }
    case 'close':
      live.io = live.io!.slice(0, -1)
      break
    case 'aside':
      live.until = Infinity
      live.status = 0
  }
}
