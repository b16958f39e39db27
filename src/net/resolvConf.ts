import type { Pod } from '../kube/kinds/pod/api'
import { DNS_IP } from './addresses'

/** Who asks for a name, as far as it matters. */
export interface NameClient {
  readonly namespace: string
  readonly policy?: string
  readonly config?: {
    readonly nameservers?: readonly string[]
    readonly searches?: readonly string[]
    readonly options?: readonly { readonly name?: string; readonly value?: string }[]
  }
}

/** What a pod's resolver is told. */
export interface ResolvConf {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
}

const DOMAIN = 'cluster.local'
/** The DNS of the nodes themselves. */
const NODE_DNS = '192.0.2.53'

/** A pod as one that asks for names. On its node's network ClusterFirst means the node's DNS. Rule: getPodDNSType. */
export function nameClient({ metadata, spec }: Pod): NameClient {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = spec
  const policy = dnsPolicy === 'ClusterFirst' && hostNetwork ? 'Default' : dnsPolicy
  return { namespace: metadata.namespace ?? 'default', policy, ...(dnsConfig && { config: dnsConfig }) }
}

/** Servers, search domains and options. Rules: GetPodDNS, appendDNSConfig. */
export function searchList({ namespace, policy = 'ClusterFirst', config }: NameClient): ResolvConf {
  const cluster = policy === 'ClusterFirst' || policy === 'ClusterFirstWithHostNet'
  const own = cluster ? [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN] : []
  const servers = cluster ? [DNS_IP] : policy === 'Default' ? [NODE_DNS] : []
  const ndots = config?.options?.find(({ name }) => name === 'ndots')?.value
  return {
    nameservers: [...new Set([...servers, ...(config?.nameservers ?? [])])],
    search: [...new Set([...own, ...(config?.searches ?? [])])],
    ndots: ndots === undefined ? (cluster ? 5 : 1) : Number(ndots),
  }
}

/** `/etc/resolv.conf` of a pod. */
export function resolvConfText(client: NameClient): string {
  const { nameservers, search, ndots } = searchList(client)
  const lines = [
    ...(search.length ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(ndots > 1 ? [`options ndots:${ndots}`] : []),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** `/etc/hosts` of a pod: itself, and the aliases that it brings. Upstream: managedHostsFileContent. */
export function hostsText({ metadata, spec, status }: Pod): string {
  const own = spec.hostname ?? metadata.name
  const full = spec.subdomain ? `${own}.${spec.subdomain}.${metadata.namespace}.svc.${DOMAIN}\t` : ''
  const lines = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    ...(status?.podIP ? [`${status.podIP}\t${full}${own}`] : []),
    ...(spec.hostAliases?.length ? ['', '# Entries added by HostAliases.'] : []),
    ...(spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** The address of a name that a pod's `/etc/hosts` has. */
export function inHosts({ metadata, spec, status }: Pod, name: string): string | undefined {
  const own = spec.hostname ?? metadata.name
  const full = spec.subdomain ? `${own}.${spec.subdomain}.${metadata.namespace}.svc.${DOMAIN}` : own
  if ((name === own || name === full) && status?.podIP) return status.podIP
  return spec.hostAliases?.find(({ hostnames = [] }) => hostnames.includes(name))?.ip
}
