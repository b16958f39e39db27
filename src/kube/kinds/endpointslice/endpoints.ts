import { isIPv6 } from '../../../api/ip'
import { matchLabels } from '../../../api/labels'
import { isFinished, isReady } from '../../workload/pods'
import type { Node } from '../node/api'
import type { Pod } from '../pod/api'
import type { Service, ServicePort } from '../service/api'
import type { Endpoint, EndpointPort } from './api'

/** The label of a node that says in which zone it stands. */
const ZONE = 'topology.kubernetes.io/zone'

/** Does a service know this pod at all? Those on their way out stay in, told as terminating. Upstream: ShouldPodBeInEndpoints. */
export const hasEndpoint = (pod: Pod): boolean => !isFinished(pod) && addressesOf(pod).length > 0

/** As Endpoints objects have it: pods on their way out count only for services that publish what is not ready. */
export const mayBeBehind = (service: Service, pod: Pod): boolean =>
  hasEndpoint(pod) && (pod.metadata.deletionTimestamp === undefined || Boolean(service.spec.publishNotReadyAddresses))

/** A pod as an endpoint of a service; upstream: podToEndpoint. Not-ready pods are told too: who routes must look at the conditions. */
export function endpointOf(pod: Pod, node: Node | undefined, service: Service, addressType: 'IPv4' | 'IPv6'): Endpoint {
  const serving = isReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const { nodeName } = pod.spec
  const hostname = namedBy(service, pod)
  const zone = node?.metadata.labels?.[ZONE]
  return {
    addresses: addressesOf(pod).filter((ip) => isIPv6(ip) === (addressType === 'IPv6')),
    conditions: { ready: Boolean(service.spec.publishNotReadyAddresses) || (serving && !terminating), serving, terminating },
    ...(hostname && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    ...(zone && { zone }),
  }
}

/** The name by which the pod can be asked for below its service's; upstream: ShouldSetHostname. */
export function namedBy({ metadata }: Service, { metadata: { namespace }, spec }: Pod): string | undefined {
  return spec.hostname && spec.subdomain === metadata.name && namespace === metadata.namespace ? spec.hostname : undefined
}

/** Does the service look for pods such as this one? */
export function selects({ spec: { selector } }: Service, pod: Pod): boolean {
  return selector !== undefined && Object.keys(selector).length > 0 && matchLabels(selector, pod.metadata.labels)
}

/** The ports at which a pod serves the service; a named target port that the pod lacks is left out. Upstream: getEndpointPorts. */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = []
  for (const servicePort of service.spec.ports ?? []) {
    const port = targetPort(pod, servicePort)
    if (port === undefined) continue
    const { name = '', protocol = 'TCP', appProtocol } = servicePort
    ports.push({ name, port, protocol, ...(appProtocol && { appProtocol }) })
  }
  return ports
}

/** Could this change of a pod change an endpoint? Upstream: podEndpointsChanged. */
export function movesEndpoint(pod: Pod, old: Pod | undefined): boolean {
  if (!old) return true
  return (
    pod.metadata.labels !== old.metadata.labels ||
    pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    pod.status.podIP !== old.status.podIP ||
    pod.spec.nodeName !== old.spec.nodeName ||
    isReady(pod) !== isReady(old) ||
    isFinished(pod) !== isFinished(old)
  )
}

function targetPort(pod: Pod, { targetPort: target, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof target === 'number') return target
  if (target === undefined) return port
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const found = container.ports?.find(({ name, protocol: p = 'TCP' }) => name === target && p === protocol)
    if (found) return found.containerPort
  }
  return undefined
}

/** All addresses of a pod, its main one first. */
export const addressesOf = ({ status: { podIPs, podIP } }: Pod) => podIPs?.map(({ ip }) => ip) ?? (podIP ? [podIP] : [])
