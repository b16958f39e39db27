import type { Json, JsonObject } from '../../../src/api/patch/json'
import { toFieldsV1 } from '../../../src/api/ssa/fieldSet'
import { deduced, scalar, type MergeType } from '../../../src/api/ssa/type'
import { applied, updated, type Managers } from '../../../src/api/ssa/updater'
import { defineAdapter, same } from '../adapter'

interface Ref {
  namedType?: string
  elementRelationship?: string
  scalar?: string
  list?: { elementRelationship?: string; keys?: string[]; elementType: Ref }
  map?: { elementRelationship?: string; elementType?: Ref; fields?: { name: string; type: Ref; default?: Json }[] }
}
interface Schema {
  types: (Ref & { name: string })[]
}
interface Operation {
  op: 'apply' | 'forceApply' | 'update'
  manager: string
  apiVersion: string
  object: JsonObject
}
interface In {
  schema: Schema | 'deduced'
  type: string
  operations: Operation[]
}
interface Out {
  operations: { ok: boolean; conflicts?: { manager: string; path: string }[] }[]
  object: Json
  managedFields: Record<string, object>
}

export default defineAdapter<In, Out>({
  ops: ['serverSideApply'],
  run({ schema, type: name, operations }) {
    const type = schema === 'deduced' ? deduced : typeNamed(schema, name)
    let object: Json = {}
    let managers: Managers = new Map()
    const results = operations.map(({ op, manager, apiVersion, object: given }) => {
      if (op === 'update') {
        managers = updated(type, object, given, managers, manager, apiVersion)
        object = given
        return { ok: true }
      }
      const result = applied(type, object, given, managers, manager, apiVersion, op === 'forceApply')
      if ('conflicts' in result) {
        return { ok: false, conflicts: result.conflicts.map(({ manager: owner, path }) => ({ manager: owner, path })) }
      }
      object = result.object
      managers = result.managers
      return { ok: true }
    })
    const managedFields = Object.fromEntries(
      [...managers].map(([manager, { fields, apiVersion, applied: isApplied }]) => [
        manager,
        { apiVersion, applied: isApplied, fieldsV1: toFieldsV1(fields) },
      ]),
    )
    return { operations: results, object, managedFields }
  },
  equal: (expected, got) =>
    same(sorted(expected.operations), sorted(got.operations)) &&
    same(inAnyOrder(expected.object), inAnyOrder(got.object)) &&
    same(expected.managedFields, got.managedFields),
})

/** Items of a list stand in the order in which they were applied since structured-merge-diff 4.3; before, they kept the order they had. */
const inAnyOrder = (value: Json): Json => {
  if (Array.isArray(value))
    return (value as Json[]).map(inAnyOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, inAnyOrder(held)]))
}

/** Conflicts have no order. */
const sorted = (operations: Out['operations']) =>
  operations.map(({ ok, conflicts }) => ({
    ok,
    conflicts: conflicts?.map((one) => JSON.stringify([one.manager, one.path])).sort(),
  }))

function typeNamed(schema: Schema, name: string): MergeType {
  const found = schema.types.find((type) => type.name === name)
  if (!found) throw new Error(`no type ${name}`)
  return typeOf(schema, found)
}

function typeOf(schema: Schema, ref: Ref): MergeType {
  if (ref.namedType !== undefined) {
    const named = typeNamed(schema, ref.namedType)
    if (!ref.elementRelationship || named.is === 'scalar' || named.is === 'deduced') return named
    return { ...named, atomic: ref.elementRelationship === 'atomic' }
  }
  const overridden = ref.elementRelationship
  if (ref.list) {
    const { elementRelationship, keys, elementType } = ref.list
    return {
      is: 'list',
      atomic: (overridden ?? elementRelationship) === 'atomic',
      ...(keys && { keys, defaults: defaultsOf(elementType) }),
      items: () => typeOf(schema, elementType),
    }
  }
  if (ref.map) {
    const { elementRelationship, elementType, fields = [] } = ref.map
    const byName = new Map(fields.map((field) => [field.name, field.type]))
    return {
      is: 'map',
      atomic: (overridden ?? elementRelationship) === 'atomic',
      field: (name) => (byName.has(name) ? typeOf(schema, byName.get(name)!) : undefined),
      ...(elementType && { entries: () => typeOf(schema, elementType) }),
    }
  }
  return scalar
}

const defaultsOf = ({ map }: Ref): Record<string, Json> =>
  Object.fromEntries((map?.fields ?? []).flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])))
