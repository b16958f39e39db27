import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { execIn, resumeProcess, startProcess, underLimit } from './process'
import { linesAt, type Exit, type LogLine, type Outside, type ProcessSpec, type ProcessState } from './processState'

/** A container that was started, running or not. */
export interface Running {
  readonly spec: ProcessSpec
  readonly process: ProcessState
  /** Number of its runs; entries of earlier runs are void. */
  readonly run: number
  /** What its run before printed. */
  readonly before: readonly LogLine[]
}

/** The processes of all machines: starts them, lets them go on, and tells how they end. */
export interface Engine {
  start(id: string, spec: ProcessSpec): void
  /** SIGTERM does what the program makes of it; SIGKILL always ends with 137. Nothing happens when it has ended. */
  signal(id: string, signal: 'TERM' | 'KILL'): void
  get(id: string): Running | undefined
  alive(id: string): boolean
  exec(id: string, argv: readonly string[]): { code: number; out: string; ms: number }
  /** Lines printed up to now, the oldest first; `previous`: by the run before. */
  logs(id: string, previous?: boolean): readonly LogLine[]
  /** Another memory limit in bytes, 0 for none, while it runs: what uses more is killed for it. */
  limit(id: string, memoryLimit: number): void
  /** The machine lost power: the process is gone without an exit. */
  lose(id: string): void
  remove(id: string): void
}

/** Makes the engine. `exited` hears of every end; `outside` answers for the network. */
export function createEngine(
  kernel: Kernel,
  options: {
    readonly topic: string
    readonly outside: (id: string) => Outside
    readonly exited: (id: string, exit: Exit) => void
  },
): Engine {
  const { topic } = options
  const running = new CowMap<string, Running>()
  kernel.part<SavedMap<string, Running>>(`engine:${topic}`, { save: () => running.save(), load: (saved) => running.load(saved) })

  const keep = (id: string, now: Running) => {
    running.set(id, now)
    const { exit, wakeAt } = now.process
    const at = exit ? exit.at : wakeAt
    if (at !== undefined) kernel.schedule(at - kernel.now, topic, id, now.run)
  }

  kernel.on(topic, (id, run) => {
    const now = running.get(id)
    if (!now || now.run !== run) return
    const { exit, wakeAt } = now.process
    if (exit) {
      if (exit.at > kernel.now) return
      running.set(id, { ...now, run: now.run + 1 })
      options.exited(id, exit)
    } else if (wakeAt !== undefined && wakeAt <= kernel.now) {
      keep(id, { ...now, process: resumeProcess(now.spec, now.process, kernel.now, options.outside(id)) })
    }
  })

  const end = (id: string, now: Running, exit: Exit) => {
    const { wakeAt: _, ...process } = now.process
    const lines = linesAt(process, kernel.now)
    keep(id, { ...now, run: now.run + 1, process: { ...process, lines, exit } })
  }
  const alive = (now: Running | undefined): now is Running =>
    now !== undefined && !(now.process.exit && now.process.exit.at <= kernel.now)

  return {
    start(id, spec) {
      const old = running.get(id)
      const process = startProcess(spec, kernel.now, options.outside(id))
      keep(id, { spec, process, run: (old?.run ?? 0) + 1, before: old ? old.process.lines : [] })
    },
    signal(id, signal) {
      const now = running.get(id)
      if (!alive(now)) return
      if (signal === 'KILL') return end(id, now, { at: kernel.now, code: 137, reason: 'Error' })
      const { scripted, trap } = now.process
      if (trap !== undefined)
        return end(id, now, { at: kernel.now + 50, code: Number(/exit\s+(\d+)/.exec(trap)?.[1] ?? 0), reason: 'Completed' })
      if (scripted) return
      const { stop } = now.spec.behaviour
      if (stop === 'ignores') return
      end(id, now, { at: kernel.now + stop.ms, code: stop.code, reason: stop.code === 0 ? 'Completed' : 'Error' })
    },
    get: (id) => running.get(id),
    alive: (id) => alive(running.get(id)),
    exec(id, argv) {
      const now = running.get(id)
      if (!alive(now)) return { code: 1, out: 'container not running', ms: 0 }
      const { files, ...result } = execIn(now.spec, now.process, argv, kernel.now, options.outside(id))
      if (files.length) {
        // What the main process will write by then comes after.
        const all = [...now.process.files, ...files].sort((a, b) => a.at - b.at)
        running.set(id, { ...now, process: { ...now.process, files: all } })
      }
      return result
    },
    logs(id, previous = false) {
      const now = running.get(id)
      if (!now) return []
      return previous ? now.before : linesAt(now.process, kernel.now)
    },
    limit(id, memoryLimit) {
      const now = running.get(id)
      if (!alive(now) || now.spec.memoryLimit === memoryLimit) return
      const spec = { ...now.spec, memoryLimit }
      keep(id, { ...now, spec, run: now.run + 1, process: underLimit(spec, now.process, kernel.now) })
    },
    lose(id) {
      const now = running.get(id)
      if (!alive(now)) return
      const { wakeAt: _, ...process } = now.process
      running.set(id, {
        ...now,
        run: now.run + 1,
        process: { ...process, lines: linesAt(process, kernel.now), exit: { at: kernel.now, code: 255, reason: 'Unknown' } },
      })
    },
    remove: (id) => void running.delete(id),
  }
}
