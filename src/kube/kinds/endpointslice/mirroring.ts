import { isIPv6 } from '../../../api/ip'
import { same } from '../../../api/freeze'
import { controllerRef, type Draft } from '../../../api/meta'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import type { EndpointAddress, Endpoints, EndpointsPort } from '../endpoints/api'
import type { Endpoint, EndpointPort, EndpointSlice } from './types'
import { MANAGED_BY, SERVICE_NAME } from './names'
import { packAll, type Group, type Slice } from './packing'

/** Whoever writes Endpoints and does not want them mirrored says so with this label. */
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
const MANAGER = 'endpointslicemirroring-controller.k8s.io'
/** Endpoints in one slice, and addresses of one subset that are mirrored; upstream: --mirroring-max-endpoints-per-subset. */
const MOST = 1000

/** Copies Endpoints that a person wrote for a Service without a selector into slices: only those are routed by. */
export const mirroring = defineController({
  name: 'endpointslice-mirroring-controller',
  title: 'SliceMirror',
  rank: 3.5,
  for: 'Endpoints',
  wakes: ({ object, old }) => !old || object.subsets !== old.subsets || object.metadata.labels !== old.metadata.labels,
  watches: [
    watches('Service', ({ object, type, old }) =>
      type === 'DELETED' || !old || hasSelector(old.spec.selector) !== hasSelector(object.spec.selector)
        ? [`${object.metadata.namespace}/${object.metadata.name}`]
        : [],
    ),
    watches('EndpointSlice', ({ type, object }) => {
      const service = object.metadata.labels?.[SERVICE_NAME]
      return type === 'DELETED' && service && isMine(object) ? [`${object.metadata.namespace}/${service}`] : []
    }),
  ],
  reconcile({ client }, endpoints) {
    const { namespace, name, labels, annotations } = endpoints.metadata
    const service = client.get('Service', name, namespace)
    const slices = mirrored(client, namespace, name)
    const wanted = service && !hasSelector(service.spec.selector) && labels?.[SKIP] !== 'true' && !annotations?.[LEADER]
    if (!wanted) return remove(client, slices)
    for (const type of ['IPv4', 'IPv6'] as const) {
      const mine = slices.filter((slice) => slice.addressType === type)
      mirror(client, endpoints, type, mine)
    }
  },
  gone({ client }, key) {
    const [namespace = '', name = ''] = key.split('/')
    remove(client, mirrored(client, namespace, name))
  },
})

type Client = ControllerContext['client']

const hasSelector = (selector: Readonly<Record<string, string>> | undefined) => selector !== undefined
const isMine = (slice: EndpointSlice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER

const mirrored = (client: Client, namespace: string | undefined, name: string): readonly EndpointSlice[] =>
  client.list('EndpointSlice', { namespace, selector: { matchLabels: { [SERVICE_NAME]: name } } }).filter(isMine)

function remove(client: Client, slices: readonly EndpointSlice[]): void {
  for (const slice of slices) client.delete('EndpointSlice', slice)
}

function mirror(client: Client, endpoints: Endpoints, addressType: 'IPv4' | 'IPv6', slices: readonly EndpointSlice[]): void {
  const labels = { ...endpoints.metadata.labels, [SERVICE_NAME]: endpoints.metadata.name, [MANAGED_BY]: MANAGER }
  const groups = grouped(endpoints, addressType, slices)
  const anything = groups.some(({ wanted }) => wanted.length > 0)
  // A family that nothing is of has no slice; packing would keep an empty one.
  if (!anything) return remove(client, slices)
  const { create, update, remove: gone } = packAll(groups, MOST)
  for (const one of create) {
    const draft: Draft<EndpointSlice> = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        generateName: `${endpoints.metadata.name}-`,
        namespace: endpoints.metadata.namespace,
        labels,
        ownerReferences: [controllerRef(endpoints)],
      },
      addressType,
      endpoints: one.endpoints,
      ports: one.ports,
    }
    client.create<EndpointSlice>(draft)
  }
  for (const slice of slices) {
    const next = update.find(({ name }) => name === slice.metadata.name)
    if (gone.includes(slice.metadata.name)) client.delete('EndpointSlice', slice)
    else if (next || !same(labels, slice.metadata.labels)) {
      const { endpoints: all, ports } = next ?? slice
      client.update<EndpointSlice>({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: all, ports })
    }
  }
}

/** Addresses by their ports: those of the subsets as wanted, those of the slices as they stand. */
function grouped({ subsets = [] }: Endpoints, type: 'IPv4' | 'IPv6', slices: readonly EndpointSlice[]): Group[] {
  const groups = new Map<string, { ports: readonly EndpointPort[]; wanted: Endpoint[]; slices: Slice[] }>()
  const groupOf = (ports: readonly EndpointPort[]) => {
    const key = ports.map(({ name, port, protocol, appProtocol }) => [name, port, protocol, appProtocol].join('/')).join()
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { ports, wanted: [], slices: [] }))
    return group
  }
  for (const { metadata, ports = [], endpoints } of slices) groupOf(ports).slices.push({ name: metadata.name, ports, endpoints })
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    const { wanted } = groupOf(ports.map(portOf))
    const mine = (list: readonly EndpointAddress[]) => list.filter(({ ip }) => isIPv6(ip) === (type === 'IPv6')).slice(0, MOST)
    wanted.push(...mine(addresses).map((each) => endpointOf(each, true)))
    wanted.push(...mine(notReadyAddresses).map((each) => endpointOf(each, false)))
  }
  return [...groups.values()]
}

const portOf = ({ name = '', port, protocol = 'TCP', appProtocol }: EndpointsPort): EndpointPort => ({
  name,
  port,
  protocol,
  ...(appProtocol && { appProtocol }),
})

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname && { hostname }),
  ...(nodeName && { nodeName }),
  ...(targetRef && { targetRef }),
})
