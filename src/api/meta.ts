/** An instant as the API writes it: RFC 3339, UTC, whole seconds. */
export type Time = string

/** Who owns an object; upstream: metav1.OwnerReference. */
export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** The part of metadata that everybody shares; upstream: metav1.ObjectMeta. */
export interface ObjectMeta {
  readonly name: string
  readonly generateName?: string
  /** '' or absent for cluster-scoped kinds. */
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation?: number
  readonly creationTimestamp: Time
  readonly deletionTimestamp?: Time
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[]
  /** Who owns which field; only the server writes it. */
  readonly managedFields?: readonly ManagedFieldsEntry[]
}

/** The fields of one manager; upstream: metav1.ManagedFieldsEntry. */
export interface ManagedFieldsEntry {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly time?: Time
  readonly fieldsType: 'FieldsV1'
  readonly fieldsV1: Readonly<Record<string, unknown>>
  readonly subresource?: string
}

/** Any object of any kind, as it stands in the store: complete, deep-frozen, shared by everybody who reads it. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** Kinds join their types here: `declare module '../../../api/meta' { interface KindMap { Pod: Pod } }`. */
export interface KindMap {}

/** Names of the kinds that are known to the type system. */
export type KindName = keyof KindMap & string

/** The type of a kind by its name; KubeObject for names known only at run time. */
export type ObjectOf<K extends string> = K extends keyof KindMap
  ? KindMap[K] extends KubeObject
    ? KindMap[K]
    : never
  : KubeObject

/** What a person or controller hands in: metadata may lack what the server fills. */
export type Draft<T extends KubeObject = KubeObject> = Omit<T, 'metadata' | 'status'> &
  Partial<Pick<T, keyof T & 'status'>> & { readonly metadata: Partial<ObjectMeta> }

/** A condition as most kinds have it. */
export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: Time
  readonly lastUpdateTime?: Time
  readonly lastProbeTime?: Time | null
  readonly observedGeneration?: number
}

/** `spec.template` of the workload kinds. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values?: readonly string[]
}

/** The owner that manages the object, if any: the one reference with `controller: true`. */
export function controllerOf({ metadata }: { readonly metadata: Partial<ObjectMeta> }): OwnerReference | undefined {
  const owners = metadata.ownerReferences
  if (owners !== undefined) for (const owner of owners) if (owner.controller) return owner
  return undefined
}

/** A controlling owner reference to `owner`, as upstream's NewControllerRef makes it. */
export const controllerRef = (owner: KubeObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
})

/**
 * Metadata of another revision, every field in its place and those that are not there undefined: objects of one shape are small, and
 * whoever reads them reads faster.
 */
export const stamped = (meta: ObjectMeta, resourceVersion: string): ObjectMeta => ({
  namespace: meta.namespace,
  labels: meta.labels,
  annotations: meta.annotations,
  finalizers: meta.finalizers,
  ownerReferences: meta.ownerReferences,
  generateName: meta.generateName,
  name: meta.name,
  uid: meta.uid,
  resourceVersion,
  creationTimestamp: meta.creationTimestamp,
  generation: meta.generation,
  deletionTimestamp: meta.deletionTimestamp,
  deletionGracePeriodSeconds: meta.deletionGracePeriodSeconds,
  managedFields: meta.managedFields,
})

/** `namespace/name`, or `name` for cluster-scoped objects: the key by which work queues and watchers name an object. */
export const keyOf = ({ metadata }: { readonly metadata: { readonly name: string; readonly namespace?: string } }): string =>
  keyIn(metadata.namespace, metadata.name)

/** The key of a name in a namespace. */
export function keyIn(namespace: string | undefined, name: string): string {
  if (!namespace) return name
  // A request asks for the key of its object some six times. The same string again is hashed and compared for nothing.
  if (name !== lastKey.name || namespace !== lastKey.namespace) lastKey = { namespace, name, key: `${namespace}/${name}` }
  return lastKey.key
}

let lastKey = { namespace: '', name: '', key: '/' }

/** `Kind namespace/name`: how the trace names an object. */
export function subjectOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  if (!namespace) return `${kind} ${name}`
  let prefixes = subjectPrefixes.get(kind)
  if (!prefixes) subjectPrefixes.set(kind, (prefixes = new Map()))
  let prefix = prefixes.get(namespace)
  if (prefix === undefined) {
    if (prefixes.size >= MOST_PREFIXES) prefixes.clear()
    prefixes.set(namespace, (prefix = `${kind} ${namespace}/`))
  }
  return prefix + name
}

/** The beginnings of subjects by kind and namespace: a trace holds a subject for every record, and so each is two strings and no more. */
const subjectPrefixes = new Map<string, Map<string, string>>()
const MOST_PREFIXES = 1_000

/** The two halves of a key. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/')
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
