import { same } from '../../../api/freeze'
import { controllerRef, type Draft } from '../../../api/meta'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import type { Node } from '../node/api'
import type { Pod } from '../pod/api'
import type { Service } from '../service/api'
import type { Endpoint, EndpointPort, EndpointSlice } from './api'
import { endpointOf, endpointPorts, hasEndpoint, movesEndpoint, selects } from './endpoints'
import { hinted } from './hints'
import { mirroring } from './mirroring'
import { HEADLESS, MANAGED_BY, SERVICE_NAME } from './names'
import { packAll, type Group, type Slice } from './packing'

/** Ms for which changes of pods are gathered, so that many at a time cost one look at the service. */
const BATCH_MS = 50

/** Endpoints in one slice at most; upstream: --max-endpoints-per-slice. */
const MOST = 100

const MANAGER = 'endpointslice-controller.k8s.io'

/** Keeps the slices of each service equal to the pods that it selects. */
const slices = defineController({
  name: 'endpointslice-controller',
  title: 'EndpointSlice',
  rank: 3,
  for: 'Service',
  watches: [
    watches('Pod', ({ type, object, old }, context) => {
      if (type !== 'DELETED' && !movesEndpoint(object, old)) return []
      for (const service of context.client.list('Service', { namespace: object.metadata.namespace })) {
        if (!selects(service, object) && !(old && selects(service, old))) continue
        context.requeue(`${service.metadata.namespace}/${service.metadata.name}`, BATCH_MS)
      }
      return []
    }),
    watches('EndpointSlice', ({ type, object }) => {
      const service = object.metadata.labels?.[SERVICE_NAME]
      return type === 'DELETED' && service && isMine(object) ? [`${object.metadata.namespace}/${service}`] : []
    }),
  ],
  reconcile({ client }, service) {
    const { selector, type, ipFamilies } = service.spec
    if (!selector || Object.keys(selector).length === 0 || type === 'ExternalName' || service.metadata.deletionTimestamp) return
    const { namespace, name } = service.metadata
    const pods = client.list('Pod', { namespace, selector: { matchLabels: selector } }).filter(hasEndpoint)
    const slices = client.list('EndpointSlice', { namespace, selector: { matchLabels: { [SERVICE_NAME]: name } } }).filter(isMine)
    for (const addressType of ipFamilies?.length ? ipFamilies : (['IPv4'] as const)) {
      const mine = slices.filter((slice) => slice.addressType === addressType && !slice.metadata.deletionTimestamp)
      reconcile(client, service, addressType, pods, mine)
    }
  },
})

export default [slices, mirroring]

type Client = ControllerContext['client']
type AddressType = 'IPv4' | 'IPv6'

function reconcile(
  client: Client,
  service: Service,
  addressType: AddressType,
  pods: readonly Pod[],
  slices: readonly EndpointSlice[],
): void {
  const labels = labelsOf(service)
  const { create, update, remove } = packAll(grouped(client, service, addressType, pods, slices), MOST)
  for (const { ports, endpoints } of create) client.create<EndpointSlice>(draftOf(service, addressType, labels, ports, endpoints))
  const changed = new Map(update.map((slice) => [slice.name, slice]))
  const gone = new Set(remove)
  for (const slice of slices) {
    const { name } = slice.metadata
    const next = changed.get(name)
    if (gone.has(name)) client.delete('EndpointSlice', slice)
    else if (next || !same(labels, slice.metadata.labels)) {
      const { endpoints, ports } = next ?? slice
      client.update<EndpointSlice>({ ...slice, metadata: { ...slice.metadata, labels }, endpoints, ports })
    }
  }
}

/** Pods and slices by their ports: a slice holds only endpoints with the same ones. */
function grouped(
  client: Client,
  service: Service,
  addressType: AddressType,
  pods: readonly Pod[],
  slices: readonly EndpointSlice[],
): Group[] {
  const groups = new Map<string, { ports: readonly EndpointPort[]; wanted: Endpoint[]; slices: Slice[] }>()
  const groupOf = (ports: readonly EndpointPort[], key = portsKey(ports)) => {
    let group = groups.get(key)
    if (!group) {
      group = { ports, wanted: [], slices: [] }
      groups.set(key, group)
    }
    return group
  }
  for (const { metadata, ports = [], endpoints } of slices) groupOf(ports).slices.push({ name: metadata.name, ports, endpoints })
  for (const pod of pods) {
    const node = pod.spec.nodeName ? client.get('Node', pod.spec.nodeName) : undefined
    const { ports, key, endpoint } = backendOf(pod, node, service, addressType)
    // A service with ports has no use for a pod that has none of them; a headless one may go without.
    if (ports.length === 0 && service.spec.ports?.length) continue
    if (endpoint.addresses.length) groupOf(ports, key).wanted.push(endpoint)
  }
  return [...groups.values()]
}

/** What a pod is to a service, as it was worked out last; most pods stand behind one service and change seldom. */
interface Backend {
  readonly service: Service
  readonly addressType: AddressType
  readonly labels: Node['metadata']['labels']
  readonly ports: readonly EndpointPort[]
  readonly key: string
  readonly endpoint: Endpoint
}

const backends = new WeakMap<Pod, Backend>()

function backendOf(pod: Pod, node: Node | undefined, service: Service, addressType: AddressType): Backend {
  const labels = node?.metadata.labels
  const known = backends.get(pod)
  if (known && known.service === service && known.addressType === addressType && known.labels === labels) return known
  const ports = endpointPorts(service, pod)
  const backend = {
    service,
    addressType,
    labels,
    ports,
    key: portsKey(ports),
    endpoint: hinted(endpointOf(pod, node, service, addressType), service.spec.trafficDistribution),
  }
  backends.set(pod, backend)
  return backend
}

const portsKey = (ports: readonly EndpointPort[]) =>
  ports.map(({ name, protocol, port, appProtocol }) => `${name ?? ''}/${protocol}/${port}/${appProtocol ?? ''}`).join()

const draftOf = (
  service: Service,
  addressType: AddressType,
  labels: Readonly<Record<string, string>>,
  ports: readonly EndpointPort[],
  endpoints: readonly Endpoint[],
): Draft<EndpointSlice> => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    generateName: `${service.metadata.name}-`,
    namespace: service.metadata.namespace,
    labels,
    ownerReferences: [controllerRef(service)],
  },
  addressType,
  endpoints,
  ports,
})

/** The service's own labels, and those by which slices are found; upstream: setEndpointSliceLabels. */
function labelsOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...labels } = metadata.labels ?? {}
  const headless = spec.clusterIP === 'None'
  return { ...labels, ...(headless && { [HEADLESS]: '' }), [SERVICE_NAME]: metadata.name, [MANAGED_BY]: MANAGER }
}

const isMine = (slice: EndpointSlice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER
