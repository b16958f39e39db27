import type { EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'

const DOMAIN = 'cluster.local'

/** What the cluster's DNS knows of: it follows services and slices. */
export interface Zone {
  service(namespace: string, name: string): Service | undefined
  /** The slices of a service. */
  slices(namespace: string, service: string): readonly EndpointSlice[]
}

/** An answer of the DNS. */
export interface Answer {
  /** The full name that was found, without a trailing dot. */
  readonly name: string
  readonly ips: readonly string[]
  /** For a service of type ExternalName: the name outside to ask for instead. */
  readonly alias?: string
}

/**
 * Looks a name up as a pod of a namespace would: as it stands when it has five dots or a trailing one, else first with each of the pod's
 * search domains. Undefined is NXDOMAIN. Rule: DNS specification 1.1.0 for services and pods, ndots:5.
 */
export function resolve(zone: Zone, name: string, namespace: string): Answer | undefined {
  const bare = name.toLowerCase()
  if (bare.endsWith('.')) return lookUp(zone, bare.slice(0, -1))
  const search = [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN].map((domain) => `${bare}.${domain}`)
  const candidates = bare.split('.').length > 5 ? [bare, ...search] : [...search, bare]
  for (const candidate of candidates) {
    const answer = lookUp(zone, candidate)
    if (answer) return answer
  }
  return undefined
}

function lookUp(zone: Zone, name: string): Answer | undefined {
  const inside = `.${DOMAIN}`
  if (!name.endsWith(inside)) return undefined
  const labels = name.slice(0, -inside.length).split('.')
  const type = labels.pop()
  const namespace = labels.pop()
  if (!namespace || labels.length === 0) return undefined
  if (type === 'pod' && labels.length === 1) return podAnswer(name, labels[0]!)
  if (type !== 'svc' || labels.length > 2) return undefined
  const [service, host] = [labels.at(-1)!, labels.length === 2 ? labels[0] : undefined]
  return serviceAnswer(zone, name, namespace, service, host)
}

function serviceAnswer(
  zone: Zone,
  name: string,
  namespace: string,
  serviceName: string,
  host: string | undefined,
): Answer | undefined {
  const service = zone.service(namespace, serviceName)
  if (!service) return undefined
  const { type, externalName, clusterIP } = service.spec
  if (type === 'ExternalName') return host === undefined && externalName ? { name, ips: [], alias: externalName } : undefined
  if (clusterIP !== 'None') return host === undefined && clusterIP ? { name, ips: [clusterIP] } : undefined
  const ips: string[] = []
  for (const slice of zone.slices(namespace, serviceName)) {
    for (const { addresses, conditions, hostname } of slice.endpoints) {
      if (conditions?.ready === false) continue
      for (const ip of addresses) if (host === undefined || host === hostname || host === dashed(ip)) ips.push(ip)
    }
  }
  // A headless service that nobody stands behind is a name without addresses; a host of it that is not there is no name at all.
  return ips.length > 0 || host === undefined ? { name, ips } : undefined
}

const podAnswer = (name: string, label: string): Answer | undefined =>
  /^\d{1,3}(-\d{1,3}){3}$/.test(label) ? { name, ips: [label.replaceAll('-', '.')] } : undefined

const dashed = (ip: string) => ip.replaceAll('.', '-').replaceAll(':', '-')
