import { same } from '../../../api/freeze'
import type { Draft } from '../../../api/meta'
import { defineController, watches } from '../../../control/controller'
import { addressesOf, endpointPorts, mayBeBehind, movesEndpoint, namedBy, selects } from '../endpointslice/api'
import type { Pod } from '../pod/api'
import type { Service } from '../service/api'
import { isReady } from '../../workload/pods'
import type { EndpointAddress, Endpoints, EndpointSubset, EndpointsPort } from './api'
import { capped, OVER_CAPACITY } from './capacity'
import { repack } from './subsets'

const HEADLESS = 'service.kubernetes.io/headless'
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const MANAGER = 'endpoint-controller'

/** Ms for which changes of pods are gathered. */
const BATCH_MS = 50

/** Keeps one Endpoints object equal to the pods that each Service selects. */
export default defineController({
  name: 'endpoints-controller',
  title: 'Endpoints',
  rank: 3.2,
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
    watches('Endpoints', ({ type, object }) =>
      type === 'DELETED' ? [`${object.metadata.namespace}/${object.metadata.name}`] : [],
    ),
  ],
  reconcile({ client }, service) {
    const { selector, type } = service.spec
    if (!selector || type === 'ExternalName' || service.metadata.deletionTimestamp) return
    const { namespace, name } = service.metadata
    const pods = Object.keys(selector).length ? client.list('Pod', { namespace, selector: { matchLabels: selector } }) : []
    const { subsets, over } = capped(subsetsOf(service, pods))
    const labels = labelsOf(service)
    const old = client.get('Endpoints', name, namespace)
    const annotations = { ...old?.metadata.annotations }
    delete annotations[OVER_CAPACITY]
    if (over) annotations[OVER_CAPACITY] = 'truncated'
    const noted = Object.keys(annotations).length > 0
    if (!old) {
      const metadata = { name, namespace, labels, ...(noted && { annotations }) }
      const draft: Draft<Endpoints> = { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets.length && { subsets }) }
      client.create<Endpoints>(draft)
    } else if (
      !same(subsets, old.subsets ?? []) ||
      !same(labels, old.metadata.labels) ||
      !same(annotations, old.metadata.annotations ?? {})
    ) {
      const { subsets: _, ...rest } = old
      const { annotations: __, ...meta } = old.metadata
      const metadata = { ...meta, labels, ...(noted && { annotations }) }
      client.update<Endpoints>({ ...rest, metadata, ...(subsets.length && { subsets }) })
    }
  },
  gone({ client }, key) {
    const [namespace = '', name = ''] = key.split('/')
    const left = client.get('Endpoints', name, namespace)
    if (left) client.delete('Endpoints', left)
  },
})

/** Ready and not ready addresses by the ports at which they serve; upstream: syncService, RepackSubsets. */
export function subsetsOf(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const headless = service.spec.clusterIP === 'None'
  const portless = !service.spec.ports?.length
  const groups = new Map<string, { ports: readonly EndpointsPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>()
  for (const pod of pods) {
    if (!mayBeBehind(service, pod)) continue
    const ports = endpointPorts(service, pod)
    if (portless ? !headless : ports.length === 0) continue
    const key = ports.map(({ name, port, protocol }) => `${name}/${port}/${protocol}`).join()
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { ports: ports.map(portOf), ready: [], notReady: [] }))
    const ready = service.spec.publishNotReadyAddresses || isReady(pod)
    group[ready ? 'ready' : 'notReady'].push(addressOf(service, pod))
  }
  return repack(
    [...groups.values()].map(({ ports, ready, notReady }) => ({ addresses: ready, notReadyAddresses: notReady, ports })),
  )
}

const portOf = ({ name, port = 0, protocol, appProtocol }: ReturnType<typeof endpointPorts>[number]): EndpointsPort => ({
  ...(name && { name }),
  port,
  ...(protocol && { protocol }),
  ...(appProtocol && { appProtocol }),
})

const addresses = new WeakMap<Pod, { readonly service: string; readonly address: EndpointAddress }>()

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const known = addresses.get(pod)
  if (known && known.service === service.metadata.name) return known.address
  const { namespace, name, uid } = pod.metadata
  const hostname = namedBy(service, pod)
  const { nodeName } = pod.spec
  const address: EndpointAddress = {
    ip: addressesOf(pod)[0]!,
    ...(hostname && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', ...(namespace && { namespace }), name, uid },
  }
  addresses.set(pod, { service: service.metadata.name, address })
  return address
}

function labelsOf({ metadata, spec }: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...labels } = metadata.labels ?? {}
  return { ...labels, ...(spec.clusterIP === 'None' && { [HEADLESS]: '' }), [MANAGED_BY]: MANAGER }
}
