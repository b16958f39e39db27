import { answers, listens } from '../../runtime/processState'
import type { Load } from './load'
import { statusOf } from './probeOutcome'
import { containerKey, type Shared } from './shared'

/** What a server says to an HTTP request. */
export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

/** The pods as those find them who ask for a path. */
export interface Answers {
  /** Undefined: nothing listens there, or the machine is off. */
  answer(uid: string, port: number, path: string): HttpAnswer | undefined
}

const welcome = '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n</html>\n'

/** Makes it. A request costs what one costs. */
export const createAnswers = (shared: Shared, load: Load): Answers => ({
  answer(uid, port, path) {
    const record = shared.records.get(uid)
    if (!record || !shared.reach.powered(record.node)) return undefined
    for (const { name, image } of record.pod.spec.containers) {
      const id = containerKey(uid, name)
      const running = shared.engine.get(id)
      if (!running || !listens(running.spec, running.process, port, shared.kernel.now)) continue
      const { behaviour } = running.spec
      if (!answers(running.process, shared.kernel.now) || load.serve(uid, port, 1).ok === 0) return { status: 503, body: '' }
      const status = behaviour.speaks === 'tcp' ? 200 : statusOf(running, path, shared.kernel.now)
      if (status >= 400) return { status, body: '' }
      return { status, body: /(^|\/)nginx(:|@|$|-)/.test(image ?? '') ? welcome : `${record.pod.metadata.name}\n` }
    }
    return undefined
  },
})
