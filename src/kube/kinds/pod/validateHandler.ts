import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { httpHeaderName, portName, portNumber } from '../../../api/names'
import type { Container, IntOrString, LifecycleHandler, Probe } from './containerTypes'

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & LifecycleHandler

const negative = 'must be greater than or equal to 0'
const probeNumbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const
const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const

/** Checks a container's probes and hooks. Rules: validateLivenessProbe, validateReadinessProbe, validateStartupProbe, validateLifecycle. */
export function validateProbes(container: Container, grace: number, path: string, out: FieldError[]): void {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container
  if (lifecycle?.postStart) validateHandler(lifecycle.postStart, grace, `${path}.lifecycle.postStart`, out)
  if (lifecycle?.preStop) validateHandler(lifecycle.preStop, grace, `${path}.lifecycle.preStop`, out)
  for (const [name, probe] of [
    ['livenessProbe', livenessProbe],
    ['startupProbe', startupProbe],
  ] as const) {
    if (!probe) continue
    validateProbe(probe, grace, `${path}.${name}`, out)
    if (probe.successThreshold !== 1)
      out.push(invalid(`${path}.${name}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  }
  if (!readinessProbe) return
  validateProbe(readinessProbe, grace, `${path}.readinessProbe`, out)
  const own = readinessProbe.terminationGracePeriodSeconds
  if (own !== undefined)
    out.push(invalid(`${path}.readinessProbe.terminationGracePeriodSeconds`, own, 'must not be set for readinessProbes'))
}

/** Checks a port given by number or by name. Rule: ValidatePortNumOrName. */
export function validatePortOrName(port: IntOrString | undefined, path: string, out: FieldError[]): void {
  const messages = typeof port === 'string' ? portName(port) : portNumber(port ?? 0)
  for (const message of messages) out.push(invalid(path, port ?? 0, message))
}

function validateProbe(probe: Probe, grace: number, path: string, out: FieldError[]): void {
  validateHandler(probe, grace, path, out)
  for (const field of probeNumbers) {
    const value = probe[field] ?? 0
    if (value < 0) out.push(invalid(`${path}.${field}`, value, negative))
  }
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) out.push(invalid(`${path}.terminationGracePeriodSeconds`, own, 'must be greater than 0'))
}

function validateHandler(handler: Handler, grace: number, path: string, out: FieldError[]): void {
  const given = handlers.filter((name) => handler[name])
  if (!given.length) out.push(required(path, 'must specify a handler type'))
  given.forEach((name, i) => {
    if (i > 0) out.push(forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'))
    else validateAction(handler, name, grace, `${path}.${name}`, out)
  })
}

function validateAction(handler: Handler, name: (typeof handlers)[number], grace: number, path: string, out: FieldError[]): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler
  if (name === 'exec' && !exec?.command?.length) out.push(required(`${path}.command`))
  if (name === 'tcpSocket') validatePortOrName(tcpSocket?.port, `${path}.port`, out)
  if (name === 'grpc')
    for (const message of portNumber(grpc?.port ?? 0)) out.push(invalid(`${path}.port`, grpc?.port ?? 0, message))
  if (name === 'sleep' && sleep && (sleep.seconds < 0 || sleep.seconds > grace)) {
    out.push(invalid(path, sleep.seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`))
  }
  if (name !== 'httpGet' || !httpGet) return
  if (!httpGet.path) out.push(required(`${path}.path`))
  validatePortOrName(httpGet.port, `${path}.port`, out)
  if (httpGet.scheme !== 'HTTP' && httpGet.scheme !== 'HTTPS') {
    out.push(notSupported(`${path}.scheme`, httpGet.scheme ?? '', ['HTTP', 'HTTPS']))
  }
  for (const header of httpGet.httpHeaders ?? []) {
    for (const message of httpHeaderName(header.name)) out.push(invalid(`${path}.httpHeaders`, header.name, message))
  }
}
