import type { Engine, Running } from '../../runtime/engine'
import { answers, filesSettled, listens } from '../../runtime/processState'
import type { Container, IntOrString, Probe } from '../kinds/pod/api'

/** What one check finds. `steady`: it cannot come out otherwise until the container ends or somebody interferes. */
export interface Outcome {
  readonly ok: boolean
  readonly message: string
  readonly steady: boolean
}

/** Makes a check, with the messages of the kubelet's probers (pkg/probe/{http,tcp,exec,grpc}). */
export function outcomeOf(
  probe: Probe,
  container: Container,
  ip: string,
  running: Running,
  engine: Engine,
  id: string,
  now: number,
): Outcome {
  const { spec, process } = running
  if (probe.exec?.command) {
    const { code, out, ms } = engine.exec(id, probe.exec.command)
    const limit = (probe.timeoutSeconds ?? 1) * 1000
    if (ms > limit)
      return {
        ok: false,
        message: `command timed out: ${JSON.stringify(probe.exec.command.join(' '))} timed out after ${limit / 1000}s`,
        steady: false,
      }
    return {
      ok: code === 0,
      message: out,
      steady: code === 0 && filesSettled(process, now) && !/wget|curl|\bnc\b/.test(probe.exec.command.join(' ')),
    }
  }
  const refused = (port: number) => `dial tcp ${ip}:${port}: connect: connection refused`
  const up = (port: number) => listens(spec, process, port, now)
  const good = answers(process, now)
  if (probe.tcpSocket) {
    const port = portOf(probe.tcpSocket.port, container)
    return up(port) ? { ok: true, message: '', steady: true } : { ok: false, message: refused(port), steady: false }
  }
  if (probe.grpc) {
    const { port } = probe.grpc
    if (!up(port) || spec.behaviour.speaks === 'tcp') {
      const seconds = probe.timeoutSeconds ?? 1
      return {
        ok: false,
        message: `timeout: failed to connect service "${ip}:${port}" within ${seconds}s: context deadline exceeded`,
        steady: false,
      }
    }
    return good && spec.behaviour.speaks === 'any'
      ? { ok: true, message: '', steady: true }
      : { ok: false, message: `service unhealthy (responded with "NOT_SERVING")`, steady: false }
  }
  if (probe.httpGet) {
    const { path = '/', scheme = 'HTTP', host = ip } = probe.httpGet
    const port = portOf(probe.httpGet.port, container)
    const url = `${scheme.toLowerCase()}://${host}:${port}${path}`
    if (!up(port)) return { ok: false, message: `Get "${url}": ${refused(port)}`, steady: false }
    if (spec.behaviour.speaks === 'tcp') return { ok: false, message: `Get "${url}": EOF`, steady: false }
    const status = good ? statusOf(running, path, now) : 503
    return status < 400
      ? { ok: true, message: '', steady: spec.behaviour.failsAfterMs === undefined }
      : { ok: false, message: `HTTP probe failed with statuscode: ${status}`, steady: false }
  }
  return { ok: true, message: '', steady: true }
}

/** What a server answers to a path. */
export function statusOf({ spec: { behaviour }, process }: Running, path: string, now: number): number {
  const { paths, failsAfterMs = Infinity } = behaviour
  if (now - process.startedAt > failsAfterMs) return 500
  const clean = path.split('?')[0]!
  if (paths) return paths.includes(clean) ? 200 : 404
  return /^\/(fail|error)/.test(clean) ? 500 : 200
}

function portOf(port: IntOrString, container: Container): number {
  if (typeof port === 'number') return port
  return container.ports?.find((each) => each.name === port)?.containerPort ?? Number(port)
}
