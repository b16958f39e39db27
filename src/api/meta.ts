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

/** `namespace/name`, or `name` for cluster-scoped objects: the key by which work queues and watchers name an object. */
export const keyOf = (object: { readonly metadata: { readonly name: string; readonly namespace?: string } }): string =>
  object.metadata.namespace ? `${object.metadata.namespace}/${object.metadata.name}` : object.metadata.name

/** The two halves of a key. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/')
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
