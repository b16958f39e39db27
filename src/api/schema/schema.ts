/**
 * The shape of an object, as far as decoding must know it. Words are Go's kinds of scalars; how a field treats its zero value is told
 * by a last character: none = left out when zero (`omitempty`), `*` = kept as given (a pointer), `!` = always written.
 */
export type Scalar =
  'string' | 'int32' | 'int64' | 'bool' | 'float64' | 'quantity' | 'intOrString' | 'time' | 'microTime' | 'bytes' | 'any'
export type Field = Scalar | `${Scalar}*` | `${Scalar}!` | Schema

/** A list, map or struct. `always` = written as empty when there is nothing in it. */
export type Schema =
  | { readonly type: 'list'; readonly of: Field; readonly always?: boolean }
  | { readonly type: 'map'; readonly of: Field; readonly always?: boolean }
  | StructSchema

export interface StructSchema {
  readonly type: 'struct'
  /** Go's name with its package as messages print it: `v1.PodSpec`. */
  readonly name: string
  readonly fields: Readonly<Record<string, Field>>
  readonly always?: boolean
}

export const list = (of: Field): Schema => ({ type: 'list', of })
export const map = (of: Field): Schema => ({ type: 'map', of })
export const struct = (name: string, fields: Readonly<Record<string, Field>>): StructSchema => ({ type: 'struct', name, fields })
export const always = <S extends Schema>(schema: S): S => ({ ...schema, always: true })

export const strings = list('string')
export const stringMap = map('string')
/** Amounts by resource name. */
export const resourceList = map('quantity')

export const labelSelector = struct('v1.LabelSelector', {
  matchLabels: stringMap,
  matchExpressions: list(struct('v1.LabelSelectorRequirement', { key: 'string!', operator: 'string!', values: strings })),
})

export const condition = (name: string) =>
  struct(name, {
    type: 'string!',
    status: 'string!',
    observedGeneration: 'int64',
    lastProbeTime: 'time*',
    lastUpdateTime: 'time',
    lastTransitionTime: 'time*',
    lastHeartbeatTime: 'time',
    reason: 'string',
    message: 'string',
  })

export const objectMeta = struct('v1.ObjectMeta', {
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  selfLink: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'int64',
  creationTimestamp: 'time',
  deletionTimestamp: 'time',
  deletionGracePeriodSeconds: 'int64*',
  labels: stringMap,
  annotations: stringMap,
  ownerReferences: list(
    struct('v1.OwnerReference', {
      apiVersion: 'string!',
      kind: 'string!',
      name: 'string!',
      uid: 'string!',
      controller: 'bool*',
      blockOwnerDeletion: 'bool*',
    }),
  ),
  finalizers: strings,
  managedFields: list('any'),
})

/** The schema of a whole object: type, metadata and the rest. */
export const objectSchema = (kind: string, fields: Readonly<Record<string, Field>>, version = 'v1'): StructSchema =>
  struct(`${version}.${kind}`, { apiVersion: 'string', kind: 'string', metadata: objectMeta, ...fields })

export const objectReference = struct('v1.ObjectReference', {
  kind: 'string',
  namespace: 'string',
  name: 'string',
  uid: 'string',
  apiVersion: 'string',
  resourceVersion: 'string',
  fieldPath: 'string',
})
