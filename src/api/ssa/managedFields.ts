import { same } from '../freeze'
import { apiVersionOf, type KindDefinition } from '../kind'
import type { KubeObject, ManagedFieldsEntry, Time } from '../meta'
import type { Json } from '../patch/json'
import { fromFieldsV1, isEmpty, toFieldsV1, withPath, without, NOTHING, type FieldSet, type FieldsV1 } from './fieldSet'
import { mergeTypeOf } from './kindType'
import { fieldsOf } from './typed'
import { updated, type Managed, type Managers } from './updater'

/** What nobody owns: the names of things and what only the server writes. Upstream: fieldmanager stripMeta. */
const NOBODYS = [
  ['f:apiVersion'],
  ['f:kind'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generateName',
  ].map((name) => ['f:metadata', `f:${name}`]),
].reduce<FieldSet>((set, path) => withPath(set, path), NOTHING)
const METADATA = withPath(NOTHING, ['f:metadata'])

/** A set without what nobody owns. */
export function owned(set: FieldSet): FieldSet {
  const left = without(set, NOBODYS)
  const metadata = left.get('f:metadata')
  return metadata && isEmpty(metadata.inside) ? without(left, METADATA) : left
}

/** One writer can own fields in several ways, each with an entry of its own. */
const idOf = ({ manager, operation, apiVersion, subresource = '' }: Omit<ManagedFieldsEntry, 'fieldsType' | 'fieldsV1'>) =>
  JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource])

/** A writer as managers are told apart. */
export const writerId = (manager: string, operation: 'Apply' | 'Update', apiVersion: string, subresource = ''): string =>
  idOf({ manager, operation, apiVersion, ...(subresource && { subresource }) })

export const managersOf = (entries: readonly ManagedFieldsEntry[]): Managers =>
  new Map(
    entries.map((entry): [string, Managed] => [
      idOf(entry),
      { fields: fromFieldsV1(entry.fieldsV1 as FieldsV1), apiVersion: entry.apiVersion, applied: entry.operation === 'Apply' },
    ]),
  )

/** Entries as they are stored: those who apply first, then by time and name; who owns the same as before keeps the time. */
export function entriesOf(managers: Managers, before: readonly ManagedFieldsEntry[], now: Time): readonly ManagedFieldsEntry[] {
  const old = new Map(before.map((entry) => [idOf(entry), entry]))
  const entries = [...managers].map(([id, { fields, apiVersion }]): ManagedFieldsEntry => {
    const [manager, operation, , subresource] = JSON.parse(id) as [string, 'Apply' | 'Update', string, string]
    const fieldsV1 = toFieldsV1(fields)
    const known = old.get(id)
    const time = known?.apiVersion === apiVersion && same(known.fieldsV1, fieldsV1) ? (known.time ?? now) : now
    return { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1, ...(subresource && { subresource }) }
  })
  const order = (entry: ManagedFieldsEntry) =>
    `${entry.operation} ${entry.time ?? ''} ${entry.manager} ${entry.apiVersion} ${entry.subresource ?? ''}`
  return entries.sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

const typeOf = (kind: KindDefinition) => mergeTypeOf(apiVersionOf(kind), kind.kind, kind.schema)
const json = (object: KubeObject) => object as unknown as Json

/** All fields of an object, as one who wrote it whole. */
export const fieldsWritten = (kind: KindDefinition, object: KubeObject): FieldSet => owned(fieldsOf(typeOf(kind), json(object)))

/** The entries of a new object: all of it is its creator's. */
export function createdBy(manager: string, kind: KindDefinition, object: KubeObject, now: Time): readonly ManagedFieldsEntry[] {
  const apiVersion = apiVersionOf(kind)
  const id = writerId(manager, 'Update', apiVersion)
  const fields = fieldsWritten(kind, object)
  return isEmpty(fields) ? [] : entriesOf(new Map([[id, { fields, apiVersion, applied: false }]]), [], now)
}

/** The entries of an object after somebody wrote it. */
export function updatedBy(
  manager: string,
  kind: KindDefinition,
  old: KubeObject,
  next: KubeObject,
  now: Time,
  subresource = '',
): readonly ManagedFieldsEntry[] {
  const before = old.metadata.managedFields ?? []
  const apiVersion = apiVersionOf(kind)
  const id = writerId(manager, 'Update', apiVersion, subresource)
  const managers = updated(typeOf(kind), json(old), json(next), managersOf(before), id, apiVersion, owned)
  return entriesOf(managers, before, now)
}

/** Who writes, as the real parts of a cluster call themselves. */
export function managerNamed(actor: string): string {
  if (actor.startsWith('controller:')) return 'kube-controller-manager'
  if (actor.startsWith('kubelet')) return 'kubelet'
  if (actor === 'scheduler') return 'kube-scheduler'
  return actor === 'you' ? 'kubectl' : actor
}
