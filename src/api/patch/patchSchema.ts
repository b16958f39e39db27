/**
 * How one field is patched strategically. A field that is not listed is plain: objects merge, lists and scalars replace.
 */
export type PatchField = {
  /** Lists: items merge by this key; '' for lists of scalars, which merge as sets. */
  readonly merge?: string
  /** Objects (or the items of a merging list): one of several forms at a time, so `kubectl apply` clears what it leaves out. */
  readonly retainKeys?: boolean
  /** Objects: replaced as a whole. */
  readonly replace?: boolean
  /** What the object, or each item of the list, is. */
  readonly of?: PatchType
}

/** The fields of a type that need telling. A property may be a getter where types refer to themselves. */
export type PatchType = { readonly [field: string]: PatchField }

// From the patchStrategy and patchMergeKey tags of k8s.io/api (x-kubernetes-patch-* in its OpenAPI), release 1.36.
const conditions: PatchType = { conditions: { merge: 'type' } }
const metadata: PatchField = { of: { finalizers: { merge: '' }, ownerReferences: { merge: 'uid' } } }
const container: PatchType = {
  ports: { merge: 'containerPort' },
  env: { merge: 'name' },
  volumeMounts: { merge: 'mountPath' },
  volumeDevices: { merge: 'devicePath' },
}
const podSpec: PatchType = {
  volumes: { merge: 'name', retainKeys: true },
  initContainers: { merge: 'name', of: container },
  containers: { merge: 'name', of: container },
  ephemeralContainers: { merge: 'name', of: container },
  imagePullSecrets: { merge: 'name' },
  hostAliases: { merge: 'ip' },
  topologySpreadConstraints: { merge: 'topologyKey' },
  schedulingGates: { merge: 'name' },
  resourceClaims: { merge: 'name', retainKeys: true },
}
const podStatus: PatchType = {
  ...conditions,
  podIPs: { merge: 'ip' },
  hostIPs: { merge: 'ip' },
  resourceClaimStatuses: { merge: 'name', retainKeys: true },
}
const template: PatchField = { of: { metadata, spec: { of: podSpec } } }
const withTemplate: PatchType = { spec: { of: { template } }, status: { of: conditions } }
const withConditions: PatchType = { status: { of: conditions } }
const webhooks: PatchType = { webhooks: { merge: 'name' } }

// Kinds are named here and not in their folders because the tags belong to types that kinds share.
const kinds: Readonly<Record<string, PatchType>> = {
  '/Pod': { spec: { of: podSpec }, status: { of: podStatus } },
  '/PodTemplate': { template },
  '/ReplicationController': withTemplate,
  '/Service': { spec: { of: { ports: { merge: 'port' } } }, status: { of: conditions } },
  '/ServiceAccount': { secrets: { merge: 'name' } },
  '/Node': { spec: { of: { podCIDRs: { merge: '' } } }, status: { of: { ...conditions, addresses: { merge: 'type' } } } },
  '/Namespace': withConditions,
  '/PersistentVolumeClaim': withConditions,
  'apps/Deployment': { spec: { of: { strategy: { retainKeys: true }, template } }, status: { of: conditions } },
  'apps/ReplicaSet': withTemplate,
  'apps/StatefulSet': withTemplate,
  'apps/DaemonSet': withTemplate,
  'batch/Job': withTemplate,
  'batch/CronJob': { spec: { of: { jobTemplate: { of: { metadata, spec: { of: { template } } } } } } },
  'autoscaling/HorizontalPodAutoscaler': withConditions,
  'policy/PodDisruptionBudget': { spec: { of: { selector: { replace: true } } }, status: { of: conditions } },
  'storage.k8s.io/CSINode': { spec: { of: { drivers: { merge: 'name' } } } },
  'resource.k8s.io/ResourceClaim': { status: { of: { reservedFor: { merge: 'uid' } } } },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    spec: { of: { matchConditions: { merge: 'name' }, variables: { merge: 'name' } } },
  },
  'apiregistration.k8s.io/APIService': withConditions,
  'flowcontrol.apiserver.k8s.io/FlowSchema': withConditions,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': withConditions,
}

const builtInGroups = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'policy',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
])

/**
 * The patch type of a kind; undefined for custom kinds, which have none: the API server answers 415 to a strategic patch
 * of theirs and kubectl falls back to JSON merge patches.
 */
export function patchTypeOf(apiVersion: string, kind: string): PatchType | undefined {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  if (!builtInGroups.has(group)) return undefined
  const name = `${group}/${kind}`
  return { metadata, ...(Object.hasOwn(kinds, name) ? kinds[name] : {}) }
}
