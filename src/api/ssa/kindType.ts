import type { Json } from '../patch/json'
import { patchTypeOf, type PatchField, type PatchType } from '../patch/patchSchema'
import type { Field, StructSchema } from '../schema/schema'
import { deduced, scalar, type MapType, type MergeType } from './type'

/** Structs that have one owner as a whole; upstream: structType=atomic. */
const atomicStructs = new Set([
  'v1.LabelSelector',
  'v1.NodeSelector',
  'v1.NodeSelectorTerm',
  'v1.ObjectFieldSelector',
  'v1.ResourceFieldSelector',
  'v1.ConfigMapKeySelector',
  'v1.SecretKeySelector',
  'v1.LocalObjectReference',
  'v1.ObjectReference',
  'v1.TypedLocalObjectReference',
  'v1.SecretReference',
  'v1.ScopeSelector',
])
/** Maps likewise, by the struct that has them. */
const atomicMaps = new Set(['v1.PodSpec nodeSelector', 'v1.ServiceSpec selector', 'v1.ReplicationControllerSpec selector'])
/** Lists with more keys than the one by which patches merge them; upstream: listMapKeys. */
const moreKeys: Readonly<Record<string, readonly string[]>> = {
  containerPort: ['containerPort', 'protocol'],
  port: ['port', 'protocol'],
  topologyKey: ['topologyKey', 'whenUnsatisfiable'],
}
const keyDefaults: Readonly<Record<string, Json>> = { protocol: 'TCP' }

const known = new WeakMap<StructSchema, MergeType>()

/** How objects of a version merge: by the fields of its schema, and the keys that strategic patches use. Without a schema it is deduced. */
export function mergeTypeOf(apiVersion: string, kind: string, schema: StructSchema | undefined): MergeType {
  if (!schema) return deduced
  let type = known.get(schema)
  if (!type) known.set(schema, (type = structType(schema, patchTypeOf(apiVersion, kind) ?? {})))
  return type
}

function structType(schema: StructSchema, patch: PatchType): MapType {
  const types = new Map<string, MergeType>()
  return {
    is: 'map',
    atomic: atomicStructs.has(schema.name),
    field(name) {
      const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
      if (field === undefined) return undefined
      let type = types.get(name)
      if (!type)
        types.set(name, (type = typeOf(field, Object.hasOwn(patch, name) ? patch[name] : undefined, `${schema.name} ${name}`)))
      return type
    },
  }
}

function typeOf(field: Field, patch: PatchField | undefined, place: string): MergeType {
  if (typeof field === 'string') return scalar
  const below = patch?.of ?? {}
  if (field.type === 'struct') {
    const type = structType(field, below)
    return patch?.replace ? { ...type, atomic: true } : type
  }
  const { of } = field
  const inner = () => (typeof of === 'string' ? scalar : of.type === 'struct' ? structType(of, below) : typeOf(of, undefined, ''))
  if (field.type === 'map') return { is: 'map', atomic: atomicMaps.has(place), field: () => undefined, entries: inner }
  const key = patch?.merge
  if (key === undefined) return { is: 'list', atomic: true, items: inner }
  if (key === '') return { is: 'list', items: inner }
  // Only what has a protocol at all is told apart by it.
  const has = (name: string) => typeof of !== 'string' && of.type === 'struct' && Object.hasOwn(of.fields, name)
  const keys = (moreKeys[key] ?? [key]).filter(has)
  return { is: 'list', keys, defaults: keyDefaults, items: inner }
}
