import type { Attributes, Decision } from '../../api/authorization'
import type { Store } from '../../api/store'
import type { Pod } from '../kinds/pod/api'

const READ = ['get', 'list', 'watch']

/** What every kubelet may do to a resource, objects that it must be related to aside; upstream: NodeRules. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'authentication.k8s.io/tokenreviews': ['create'],
  'authorization.k8s.io/subjectaccessreviews': ['create'],
  'authorization.k8s.io/localsubjectaccessreviews': ['create'],
  '/services': READ,
  '/nodes': ['create', ...READ, 'update', 'patch'],
  '/nodes/status': ['update', 'patch'],
  '/events': ['create', 'update', 'patch'],
  'events.k8s.io/events': ['create', 'update', 'patch'],
  '/pods': ['create', 'delete', ...READ],
  '/pods/status': ['update', 'patch'],
  '/pods/eviction': ['create'],
  '/persistentvolumeclaims/status': ['get', 'update', 'patch'],
  '/endpoints': ['get'],
  'certificates.k8s.io/certificatesigningrequests': ['create', ...READ],
  'storage.k8s.io/csidrivers': READ,
  'node.k8s.io/runtimeclasses': READ,
}

/** What a kubelet may get of what its pods name. */
const RELATED: ReadonlySet<string> = new Set(['secrets', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes'])

const no = (reason: string): Decision => ({ allowed: false, reason })
const YES: Decision = { allowed: true, reason: '' }

/** What a kubelet may do: what concerns its own node and the pods on it. Rule: NodeAuthorizer.Authorize. */
export function nodeDecision(store: Store, node: string, asked: Attributes): Decision {
  const { verb, group, resource, subresource, namespace, name } = asked
  if (asked.path !== undefined) return no('')
  if (group === '' && RELATED.has(resource) && !subresource) {
    if (verb !== 'get' && verb !== 'list' && verb !== 'watch') return no('can only read resources of this type')
    if (!name) return no('No Object name found')
    return isRelated(store, node, resource, namespace, name)
      ? YES
      : no(`no relationship found between node '${node}' and this object`)
  }
  if (group === '' && resource === 'serviceaccounts' && subresource === 'token') {
    if (verb !== 'create') return no('only creation of service account tokens is allowed')
    return isRelated(store, node, resource, namespace, name)
      ? YES
      : no(`no relationship found between node '${node}' and this object`)
  }
  if (group === 'coordination.k8s.io' && resource === 'leases') return ownLease(node, asked)
  if (group === 'storage.k8s.io' && resource === 'csinodes') {
    if (!['get', 'create', 'update', 'patch', 'delete'].includes(verb))
      return no('can only get, create, update, patch, or delete a CSINode')
    return verb === 'create' || name === node ? YES : no('can only access CSINode with the same name as the requesting node')
  }
  const verbs = ALLOWED[`${group}/${subresource ? `${resource}/${subresource}` : resource}`]
  return verbs?.includes(verb) ? YES : no('')
}

function ownLease(node: string, { verb, namespace, name }: Attributes): Decision {
  if (!['get', 'create', 'update', 'patch', 'delete'].includes(verb))
    return no('can only get, create, update, patch, or delete a node lease')
  if (namespace !== 'kube-node-lease') return no('can only access leases in the "kube-node-lease" system namespace')
  return verb === 'create' || name === node ? YES : no('can only access node lease with the same name as the requesting node')
}

/** Does a pod on the node name the object? */
function isRelated(store: Store, node: string, resource: string, namespace: string, name: string): boolean {
  return store.podsOn(node).some((object) => {
    const pod = object as Pod
    if (resource === 'persistentvolumes') return claimsOf(pod).some((claim) => volumeOf(store, pod, claim) === name)
    if (pod.metadata.namespace !== namespace) return false
    if (resource === 'persistentvolumeclaims') return claimsOf(pod).includes(name)
    if (resource === 'serviceaccounts') return pod.spec.serviceAccountName === name
    return resource === 'secrets' ? secretsOf(pod).has(name) : configMapsOf(pod).has(name)
  })
}

const claimsOf = ({ spec }: Pod) => (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? [])

const volumeOf = (store: Store, pod: Pod, claim: string) =>
  (store.get('PersistentVolumeClaim', `${pod.metadata.namespace}/${claim}`) as { spec?: { volumeName?: string } } | undefined)
    ?.spec?.volumeName

const containersOf = ({ spec }: Pod) => [...(spec.initContainers ?? []), ...spec.containers]

function secretsOf(pod: Pod): Set<string | undefined> {
  const volumes = pod.spec.volumes ?? []
  return new Set([
    ...(pod.spec.imagePullSecrets ?? []).map(({ name }) => name),
    ...volumes.map(({ secret }) => secret?.secretName),
    ...volumes.flatMap(({ projected }) => (projected?.sources ?? []).map(({ secret }) => secret?.name)),
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
    ]),
  ])
}

function configMapsOf(pod: Pod): Set<string | undefined> {
  const volumes = pod.spec.volumes ?? []
  return new Set([
    ...volumes.map(({ configMap }) => configMap?.name),
    ...volumes.flatMap(({ projected }) => (projected?.sources ?? []).map(({ configMap }) => configMap?.name)),
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
    ]),
  ])
}
