import { hostFor, isKnown } from './processHost'
import {
  memoryAt,
  answers,
  type Exit,
  type FileChange,
  type LogLine,
  type Outside,
  type ProcessSpec,
  type ProcessState,
} from './processState'
import { programOf } from './programs'
import { DAEMON_MS, fitting, ofScript, staysUp, TOOL_MS } from './staying'
import { isShellWord } from './shell/words'
import { runScript, startScript, type ShellState, type Stop } from './shell/vm'

const KEPT_LINES = 400
const AHEAD = 64

/** Starts a process at `now`. */
export function startProcess(spec: ProcessSpec, now: number, outside: Outside): ProcessState {
  const { env } = spec
  const blank: ProcessState = {
    startedAt: now,
    listensAt: Infinity,
    readyAt: Infinity,
    shellAt: now,
    lines: [],
    files: [],
    memory: fitting(spec),
    scripted: false,
  }
  const begun = isOwn(spec) ? startImage(spec, blank) : startCommand(spec, blank, outside)
  return withLimits(spec, begun, env)
}

/** Does it run what its image runs? Arguments alone are for that, but entry points of well-known images run commands that they are given. */
function isOwn({ argv, argsOnly, behaviour: { runs, tools } }: ProcessSpec): boolean {
  const [first] = argv
  if (first === undefined) return true
  if (!argsOnly || runs === 'shell' || isShell(first)) return false
  return tools === 'any' || !(isShellWord(first) || tools.includes(first))
}

/** Goes on with a process whose `wakeAt` has come. */
export const resumeProcess = (spec: ProcessSpec, process: ProcessState, now: number, outside: Outside): ProcessState =>
  withLimits(spec, runAhead(spec, process, now, outside), spec.env)

/** What came of a command: exit code, what it printed, how long it took, and what it wrote in the container. */
export interface ExecResult {
  readonly code: number
  readonly out: string
  readonly ms: number
  readonly files: readonly FileChange[]
}

/** Runs a command beside the main process, as an exec probe or a hook does; scripts that sleep take that long. */
export function execIn(
  spec: ProcessSpec,
  process: ProcessState,
  argv: readonly string[],
  now: number,
  outside: Outside,
): ExecResult {
  const printed: string[] = []
  const files: FileChange[] = []
  let at = now
  const host = hostFor(
    spec,
    process,
    () => at,
    true,
    outside,
    (text) => printed.push(text),
    (path, text) => void files.push({ at, path, text }),
  )
  const { script, flags, args, name } = scriptOf(argv)
  const asksAll = argv.some((arg) => /_SERVICE_|_PORT|KUBERNETES_|\benv\b|printenv/.test(arg))
  let state = startScript(script, { ...(asksAll && outside.links?.()), ...variables(spec) }, flags, args, name)
  for (let i = 0; i < AHEAD; i++) {
    const stop = runScript(state, host)
    if (stop.kind === 'exit') return { code: stop.code, out: printed.join('\n'), ms: at - now, files }
    if (stop.kind === 'program') {
      // Tools of an image answer as its server does.
      const serving = process.listensAt === Infinity || answers(process, at)
      state = { ...stop.state, status: serving ? 0 : 1 }
      if (!serving) printed.push(`${stop.argv[0]}: no response`)
    } else if (stop.kind === 'sleep') {
      at += stop.ms
      for (const text of stop.prints ?? []) printed.push(text)
      if (stop.ms === Infinity) return { code: 0, out: printed.join('\n'), ms: Infinity, files }
      state = stop.state
    } else return { code: 1, out: printed.join('\n'), ms: Infinity, files }
  }
  return { code: 1, out: printed.join('\n'), ms: at - now, files }
}

/** What a script begins with: its environment, and where it is. */
const variables = ({ env, workingDir }: ProcessSpec) => (workingDir === undefined ? env : { ...env, PWD: workingDir })

const isShell = (name: string) => /^(\/bin\/|\/usr\/bin\/)?(sh|bash|ash)$/.test(name)

/** Script and shell flags of an argument list. */
function scriptOf(argv: readonly string[]): {
  readonly script: string
  readonly flags: string
  readonly args?: readonly string[]
  readonly name?: string
} {
  if (isShell(argv[0] ?? '')) {
    let at = 1
    let flags = ''
    for (; /^[-+]/.test(argv[at] ?? ''); at++) {
      flags += argv[at]!.slice(1)
      if (/^[-+]\w*o$/.test(argv[at]!)) at++
    }
    if (flags.includes('c')) {
      const [script = '', name, ...args] = argv.slice(at)
      return { script, flags: flags.replace(/[co]/g, ''), ...(name !== undefined && { name, args }) }
    }
  }
  return { script: argv.map((arg) => `'${arg.replaceAll("'", `'"'"'`)}'`).join(' '), flags: '' }
}

function startImage({ behaviour, endsBySelf, interactive }: ProcessSpec, process: ProcessState): ProcessState {
  const now = process.startedAt
  // An image of which nothing is known does its work and ends where that is expected of it.
  if (endsBySelf && !behaviour.exit && behaviour.tools === 'any' && behaviour.ports === 'declared' && behaviour.runs === 'serve')
    return { ...process, exit: ended(now + behaviour.startMs + TOOL_MS, 0) }
  // A shell reads what it is told; where nobody tells it anything it ends at once.
  if (behaviour.runs === 'shell' && interactive) return { ...process, scripted: true }
  if (behaviour.runs === 'shell') return { ...process, exit: { at: now + 20, code: 0, reason: 'Completed' } }
  return serve(behaviour, process, now)
}

/** The program of the image begins to serve at `from`. */
function serve(behaviour: ProcessSpec['behaviour'], process: ProcessState, from: number): ProcessState {
  const listensAt = from + behaviour.startMs
  const greets = behaviour.greets.map((text) => ({ at: listensAt, text }))
  return {
    ...process,
    listensAt: behaviour.runs === 'exit' ? Infinity : listensAt,
    readyAt: behaviour.runs === 'exit' ? Infinity : Math.max(listensAt, from + behaviour.readyMs),
    lines: keep(process.lines, greets),
    ...(behaviour.exit && { exit: ended(from + behaviour.exit.afterMs, behaviour.exit.code) }),
  }
}

function startCommand(spec: ProcessSpec, process: ProcessState, outside: Outside): ProcessState {
  const { argv } = spec
  if (spec.interactive && argv.length === 1 && (isShell(argv[0]!) || argv[0] === 'cat'))
    return { ...process, memory: ofScript(spec), scripted: true }
  const { script, flags, args, name } = scriptOf(argv)
  if (!isShell(argv[0]!) && !isKnown(spec, argv[0]!, outside)) {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${argv[0]}": executable file not found in $PATH`
    return { ...process, exit: { at: process.startedAt, code: 128, reason: 'StartError', message } }
  }
  return runAhead(
    spec,
    { ...process, memory: ofScript(spec), scripted: true, shell: startScript(script, variables(spec), flags, args, name) },
    process.startedAt,
    outside,
  )
}

/** Runs a script until it ends, must ask others, has printed a good deal, or is seen to go on for ever. */
function runAhead(spec: ProcessSpec, process: ProcessState, now: number, outside: Outside): ProcessState {
  let { shell, shellAt, lines, files, trap } = process
  const fresh: LogLine[] = []
  const changes: FileChange[] = []
  let seen = new Map<number, ShellState>()
  let current = process
  const rest = () => ({
    ...current,
    ...(trap !== undefined && { trap }),
    shellAt,
    lines: (lines = keep(lines, fresh)),
    files: (files = changes.length ? [...files, ...changes].slice(-KEPT_LINES) : files),
  })
  const host = () =>
    hostFor(
      spec,
      { ...current, files: [...files, ...changes] },
      () => shellAt,
      shellAt <= now,
      outside,
      (text) => (fresh.push({ at: shellAt, text }), (seen = new Map())),
      (path, text) => (changes.push({ at: shellAt, path, text }), (seen = new Map())),
    )
  for (let i = 0; shell && i < AHEAD; i++) {
    const stop: Stop = runScript(shell, host())
    if (stop.kind !== 'exit' && stop.state.trap !== undefined) trap = stop.state.trap
    if (stop.kind === 'exit') {
      const { shell: _, wakeAt: __, ...over } = rest()
      return { ...over, exit: ended(shellAt, stop.code) }
    }
    if (stop.kind === 'ask') return { ...rest(), shell: stop.state, wakeAt: shellAt }
    if (stop.kind === 'spin') {
      const { wakeAt: _, ...spinning } = rest()
      return { ...spinning, shell: stop.state, busy: 1000 }
    }
    shell = stop.state
    if (stop.kind === 'program') {
      const program = programOf(stop.argv, stop.state.vars)
      const stays = staysUp(spec, program, stop)
      shell = { ...stop.state, status: program.code ?? 0 }
      if (stays) {
        const { wakeAt: _, ...idle } = serve({ ...spec.behaviour, runs: 'serve' }, { ...rest(), shell }, shellAt)
        const serving = { ...idle, memory: program.memory ?? fitting(spec), ...(program.cpu && { busy: program.cpu }) }
        if (stays === 'alone') return { ...serving, scripted: false }
        current = { ...serving, lines: process.lines }
        lines = serving.lines
        fresh.length = 0
        shell = { ...shell, until: Infinity }
        shellAt += DAEMON_MS
        continue
      }
      for (const { afterMs, text } of program.says ?? []) fresh.push({ at: shellAt + afterMs, text })
      for (const text of program.prints) fresh.push({ at: shellAt + (program.runsMs ?? TOOL_MS), text })
      shellAt += program.runsMs ?? TOOL_MS
    } else {
      if (stop.ms === Infinity) {
        const { wakeAt: _, ...idle } = rest()
        return { ...idle, shell }
      }
      shellAt += stop.ms
      if (stop.prints?.length) {
        for (const text of stop.prints) fresh.push({ at: shellAt, text })
        seen = new Map()
      }
      const before = seen.get(shell.at)
      // The same place with the same variables and nothing to show for it: it will do so for ever.
      if (before && before.vars === shell.vars && before.lists === shell.lists && before.script === shell.script) {
        const { wakeAt: _, ...idle } = rest()
        return { ...idle, shell }
      }
      seen.set(shell.at, shell)
    }
  }
  return { ...rest(), ...(shell && { shell }), wakeAt: shellAt }
}

const ended = (at: number, code: number): Exit => ({ at, code, reason: code === 0 ? 'Completed' : 'Error' })

/** What the kernel and the entry point put an end to: memory above the limit, settings that are missing. */
function withLimits(spec: ProcessSpec, process: ProcessState, env: ProcessSpec['env']): ProcessState {
  const { behaviour, memoryLimit } = spec
  const { needsEnv } = behaviour
  if (needsEnv && process.listensAt !== Infinity && !needsEnv.oneOf.some((name) => env[name])) {
    const at = process.startedAt + 200
    const lines = needsEnv.complaint.map((text) => ({ at, text }))
    return { ...process, listensAt: Infinity, readyAt: Infinity, lines, exit: ended(at, 1) }
  }
  if (!memoryLimit) return process
  const room = memoryLimit - process.memory
  const at =
    room < 0 ? process.startedAt + 500 : behaviour.leak > 0 ? process.startedAt + (room / behaviour.leak) * 1000 : Infinity
  if (at === Infinity || (process.exit && process.exit.at <= at)) return process
  return { ...process, exit: { at: Math.ceil(at), code: 137, reason: 'OOMKilled' } }
}

/** A running process under another memory limit: what would have killed it may not any more, or does now. */
export function underLimit(spec: ProcessSpec, process: ProcessState, now: number): ProcessState {
  const { exit, ...rest } = process
  const free: ProcessState = exit?.reason === 'OOMKilled' ? rest : process
  const { memoryLimit, behaviour } = spec
  if (!memoryLimit) return free
  const used = memoryAt(spec, process, now)
  const at = used > memoryLimit ? now + 1 : behaviour.leak > 0 ? now + ((memoryLimit - used) / behaviour.leak) * 1000 : Infinity
  if (at === Infinity || (free.exit && free.exit.at <= at)) return free
  return { ...free, exit: { at: Math.ceil(at), code: 137, reason: 'OOMKilled' } }
}

const keep = (lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] =>
  more.length ? [...lines, ...more].slice(-KEPT_LINES) : lines
