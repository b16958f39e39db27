import type { Client } from '../../api/client'
import type { Container, Pod } from '../kinds/pod/api'
import type { Service } from '../kinds/service/api'

/** Does anybody in the container look at the variables of Services, or at all there are? */
export const mentionsLinks = ({ command = [], args = [], env = [] }: Container): boolean =>
  [...command, ...args, ...env.map(({ value = '' }) => value)].some((text) => telling.test(text))

const telling = /_SERVICE_|_PORT\b|_PORT_|KUBERNETES_|\bs?env\b|printenv|^set$/

/**
 * Variables that tell where the Services of a pod's namespace are, and the API server always. Upstream: pkg/kubelet/envvars FromServices;
 * Services without an address of their own are left out, and all but `kubernetes` when the pod says enableServiceLinks: false.
 */
export function serviceLinks({ metadata, spec }: Pod, client: Client): Readonly<Record<string, string>> {
  const master = client.get('Service', 'kubernetes', 'default')
  const own = spec.enableServiceLinks === false ? [] : client.list('Service', { namespace: metadata.namespace! })
  const out: Record<string, string> = {}
  for (const service of [...(master ? [master] : []), ...own]) Object.assign(out, variablesOf(service))
  return out
}

function variablesOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { clusterIP: ip, ports = [] } = spec
  const [first] = ports
  if (!ip || ip === 'None' || !first) return {}
  const name = metadata.name.toUpperCase().replaceAll('-', '_')
  const out: Record<string, string> = { [`${name}_SERVICE_HOST`]: ip, [`${name}_SERVICE_PORT`]: String(first.port) }
  for (const { name: port, port: number } of ports)
    if (port) out[`${name}_SERVICE_PORT_${port.toUpperCase().replaceAll('-', '_')}`] = String(number)
  const url = (protocol: string | undefined, number: number) => `${(protocol ?? 'TCP').toLowerCase()}://${ip}:${number}`
  out[`${name}_PORT`] = url(first.protocol, first.port)
  for (const { port, protocol = 'TCP' } of ports) {
    const prefix = `${name}_PORT_${port}_${protocol}`
    Object.assign(out, {
      [prefix]: url(protocol, port),
      [`${prefix}_PROTO`]: protocol.toLowerCase(),
      [`${prefix}_PORT`]: String(port),
      [`${prefix}_ADDR`]: ip,
    })
  }
  return out
}
