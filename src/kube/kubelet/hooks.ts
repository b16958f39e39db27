import type { Engine } from '../../runtime/engine'
import { answers, listens } from '../../runtime/processState'
import type { LifecycleHandler } from '../kinds/pod/api'

/** What came of a lifecycle hook, and how many ms it takes. */
export interface HookResult {
  readonly ok: boolean
  readonly ms: number
  readonly message: string
}

/** Runs a postStart or preStop hook in a container. */
export function runHook(engine: Engine, id: string, hook: LifecycleHandler): HookResult {
  if (hook.sleep) return { ok: true, ms: hook.sleep.seconds * 1000, message: '' }
  if (hook.exec?.command) {
    const { code, ms, out } = engine.exec(id, hook.exec.command)
    const command = hook.exec.command.map((word) => JSON.stringify(word)).join(' ')
    return { ok: code === 0, ms, message: `PostStartHook failed: command '[${command}]' exited with ${code}: ${out}` }
  }
  const running = engine.get(id)
  if (hook.httpGet && running) {
    const { port } = hook.httpGet
    const ok =
      typeof port === 'string' ||
      (listens(running.spec, running.process, port, running.process.listensAt) &&
        answers(running.process, running.process.readyAt))
    return { ok, ms: 0, message: `Get "http://:${port}${hook.httpGet.path ?? '/'}": dial tcp: connect: connection refused` }
  }
  return { ok: true, ms: 0, message: '' }
}
