import { ApiError } from '../api/errors'
import type { Draft } from '../api/meta'
import type { ApiServer } from '../api/server'
import type { IPAddress } from '../kube/kinds/ipaddress/api'
import type { Service } from '../kube/kinds/service/api'

const family = (ip: string) => (ip.includes(':') ? 'IPv6' : 'IPv4')

/** Keeps an IPAddress for each cluster IP that a Service holds, as the API server's allocator does. Upstream: ipallocator. */
export function keepServiceIPs(server: ApiServer): void {
  server.store.onChange(({ kind, object, old, type }) => {
    if (kind !== 'Service') return
    const held = type === 'DELETED' ? none : ipsOf(object as Service)
    const before = old ? ipsOf(old as Service) : none
    if (held === before) return
    for (const ip of before)
      if (!held.includes(ip)) quietly(() => server.delete('apiserver', 'IPAddress', { metadata: { name: ip } }))
    for (const ip of held) if (!before.includes(ip)) quietly(() => server.create('apiserver', addressOf(ip, object as Service)))
  })
}

const none: readonly string[] = []

const ipsOf = ({ spec }: Service): readonly string[] =>
  spec.clusterIP === 'None' ? none : (spec.clusterIPs?.filter((ip) => ip !== '') ?? none)

const addressOf = (ip: string, { metadata: { namespace, name } }: Service): Draft<IPAddress> => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  metadata: {
    name: ip,
    labels: { 'ipaddress.kubernetes.io/ip-family': family(ip), 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
  },
  spec: { parentRef: { resource: 'services', ...(namespace && { namespace }), name } },
})

/** A person may have taken one away, or made it; the Service comes first. */
function quietly(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}
