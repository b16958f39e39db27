import type { EndpointSlice } from '../kube/kinds/endpointslice/api'
import type { Service } from '../kube/kinds/service/api'
import { searchList, type NameClient } from './resolvConf'
import { internetIP } from './outsideWorld'

export const DOMAIN = 'cluster.local'

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

/** One server behind a service, as an SRV record names it. */
export interface ServiceRecord {
  readonly target: string
  readonly port: number
}

/** How far an alias is followed. */
const LONGEST_CHAIN = 8

/**
 * Looks a name up as a pod of a namespace would: as it stands when it has five dots or a trailing one, else first with each of the pod's
 * search domains. Undefined is NXDOMAIN. Rule: DNS specification 1.1.0 for services and pods, ndots:5.
 */
export const resolve = (zone: Zone, name: string, namespace: string): Answer | undefined => find(zone, name, { namespace })

/** The same for a pod with a dnsPolicy and dnsConfig of its own. */
export function find(zone: Zone, name: string, client: NameClient): Answer | undefined {
  const bare = name.toLowerCase()
  if (bare.endsWith('.')) return lookUp(zone, bare.slice(0, -1), client)
  const { search, ndots } = searchList(client)
  const longer = search.map((domain) => `${bare}.${domain}`)
  const candidates = bare.split('.').length > ndots ? [bare, ...longer] : [...longer, bare]
  for (const candidate of candidates) {
    const answer = lookUp(zone, candidate, client)
    if (answer) return answer
  }
  return undefined
}

/** The same to its end: the addresses behind names outside the cluster too, and the names on the way there. */
export function findAddresses(
  zone: Zone,
  name: string,
  client: NameClient,
): (Answer & { readonly aliases: readonly string[] }) | undefined {
  const aliases: string[] = []
  let answer = find(zone, name, client)
  while (answer?.alias !== undefined && aliases.length < LONGEST_CHAIN) {
    aliases.push(answer.alias)
    const next = lookUp(zone, answer.alias, client) ?? internet(answer.alias)
    answer = next ? { ...next, name: answer.name } : { name: answer.name, ips: [] }
  }
  return answer ? { ...answer, aliases } : withoutAliases(internet(name.replace(/\.$/, '').toLowerCase()))
}

/** SRV records: `_http._tcp.web.default.svc.cluster.local`, one for each pod of a headless service, one for any other. */
export function findServers(zone: Zone, name: string, client: NameClient): readonly ServiceRecord[] {
  const [, port, protocol, rest] = /^_([^.]+)\._(tcp|udp|sctp)\.(.+)$/.exec(name.toLowerCase()) ?? []
  const answer = rest ? find(zone, rest, client) : undefined
  if (!answer) return []
  const [serviceName = '', namespace = ''] = answer.name.split('.')
  const service = zone.service(namespace, serviceName)
  const found = service?.spec.ports?.find((each) => each.name === port && (each.protocol ?? 'TCP').toLowerCase() === protocol)
  if (!service || !found) return []
  if (service.spec.clusterIP !== 'None') return [{ target: answer.name, port: found.port }]
  return zone.slices(namespace, serviceName).flatMap(({ endpoints, ports = [] }) => {
    const number = ports.find((each) => (each.name ?? '') === port)?.port
    if (number === undefined) return []
    return (endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(({ hostname, addresses }) => ({ target: `${hostname ?? dashed(addresses[0] ?? '')}.${answer.name}`, port: number }))
  })
}

const withoutAliases = (answer: Answer | undefined) => answer && { ...answer, aliases: [] }

const internet = (name: string): Answer | undefined => {
  const ip = name.endsWith(`.${DOMAIN}`) ? undefined : internetIP(name)
  return ip === undefined ? undefined : { name, ips: [ip] }
}

function lookUp(zone: Zone, name: string, { policy }: NameClient): Answer | undefined {
  const inside = `.${DOMAIN}`
  // Who asks the node's own DNS does not find what only the cluster's knows.
  if (policy === 'Default' || !name.endsWith(inside)) return undefined
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
    for (const { addresses, conditions, hostname } of slice.endpoints ?? []) {
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
