import type { Engine } from '../../runtime/engine'
import { answers, listens } from '../../runtime/processState'
import type { LifecycleHandler } from '../kinds/pod/api'

/** What came of a lifecycle hook, and how many ms it takes. Events do not say why it failed: that might tell secrets. */
export interface HookResult {
  readonly ok: boolean
  readonly ms: number
}

/** Runs a postStart or preStop hook in a container. */
export function runHook(engine: Engine, id: string, hook: LifecycleHandler): HookResult {
  if (hook.sleep) return { ok: true, ms: hook.sleep.seconds * 1000 }
  if (hook.exec?.command) {
    const { code, ms } = engine.exec(id, hook.exec.command)
    return { ok: code === 0, ms }
  }
  const running = engine.get(id)
  if (hook.httpGet && running) {
    const { port } = hook.httpGet
    const ok =
      typeof port === 'string' ||
      (listens(running.spec, running.process, port, running.process.listensAt) &&
        answers(running.process, running.process.readyAt))
    return { ok, ms: 0 }
  }
  return { ok: true, ms: 0 }
}
