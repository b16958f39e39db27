import { same } from '../freeze'
import { isList, isObject, objectOf, type Json, type JsonObject } from '../patch/json'
import { isEmpty, type FieldNode, type FieldSet } from './fieldSet'
import { fieldType, stepTo, typeFor, type ListType, type MapType, type MergeType } from './type'

const entries = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
/** What a map holds; a field that is told as undefined is none. */
const pairs = (value: Json | undefined): [string, Json][] =>
  Object.entries(entries(value)).filter(([, held]) => (held as Json | undefined) !== undefined)
const items = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])
const isVoid = (value: Json | undefined) =>
  value === undefined || value === null || (isList(value) ? value.length === 0 : isVoidMap(value))

/** What a value says: its leaves, the items of its lists and the entries of its maps. Upstream: TypedValue.ToFieldSet. */
export function fieldsOf(type: MergeType, value: Json): FieldSet {
  const resolved = typeFor(type, value)
  const out = new Map<string, FieldNode>()
  if (resolved.is === 'scalar' || resolved.atomic) return out
  if (resolved.is === 'list') {
    for (const item of items(value)) out.set(stepTo(resolved, item), { member: true, inside: fieldsOf(resolved.items(), item) })
    return out
  }
  for (const [name, held] of pairs(value)) {
    const below = fieldType(resolved, name)
    const inside = fieldsOf(below, held)
    // A field that only leads somewhere is not said itself; one that leads nowhere is, and so is an entry of a map.
    const member = isLeaf(below, held) || held === null || isVoidMap(held) || !resolved.field(name)
    if (member || inside.size) out.set(`f:${name}`, { member, inside })
  }
  return out
}

const isVoidMap = (value: Json) => isObject(value) && pairs(value).length === 0

function isLeaf(type: MergeType, value: Json): boolean {
  const resolved = typeFor(type, value)
  return resolved.is === 'scalar' || resolved.atomic === true
}

/** What is different between two values. */
export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

type Mutable = Map<string, { member: boolean; inside: Mutable }>
interface Findings {
  readonly added: Mutable
  readonly modified: Mutable
  readonly removed: Mutable
}

/** Upstream: TypedValue.Compare. */
export function compare(type: MergeType, old: Json, now: Json): Comparison {
  const found: Findings = { added: new Map(), modified: new Map(), removed: new Map() }
  walk(type, old, now, [], found)
  return found
}

function mark(set: Mutable, path: readonly string[]): void {
  let at = set
  path.forEach((step, i) => {
    let node = at.get(step)
    if (!node) at.set(step, (node = { member: false, inside: new Map() }))
    if (i === path.length - 1) node.member = true
    at = node.inside
  })
}

function walk(type: MergeType, old: Json | undefined, now: Json | undefined, path: readonly string[], found: Findings): void {
  const [before, after] = [typeFor(type, old), typeFor(type, now)]
  if (old !== undefined && now !== undefined && old !== null && now !== null && before.is !== after.is) {
    inside(before, old, undefined, path, found)
    mark(found.modified, path)
    return
  }
  const of = now === undefined || (now === null && old !== undefined && old !== null) ? before : after
  const leaf = of.is === 'scalar' || of.atomic || (isVoid(old) && isVoid(now))
  if (!leaf) inside(of, old, now, path, found)
  if (!path.length) return
  if (old === undefined) mark(found.added, path)
  else if (now === undefined) mark(found.removed, path)
  else if (leaf && !same(old, now)) mark(found.modified, path)
}

/** Compares what is in a map or list, each by its step. */
function inside(
  of: ReturnType<typeof typeFor>,
  old: Json | undefined,
  now: Json | undefined,
  path: readonly string[],
  found: Findings,
): void {
  if (of.is === 'scalar' || of.atomic) return
  const before = stepsIn(of, old)
  const after = stepsIn(of, now)
  for (const step of new Set([...before.keys(), ...after.keys()])) {
    const below = of.is === 'list' ? of.items() : fieldType(of, step.slice(2))
    walk(below, before.get(step), after.get(step), [...path, step], found)
  }
}

function stepsIn(of: MapType | ListType, value: Json | undefined): ReadonlyMap<string, Json> {
  if (of.is === 'list') return new Map(items(value).map((item) => [stepTo(of, item), item]))
  return new Map(pairs(value).map(([name, held]) => [`f:${name}`, held]))
}

/** The old value with all that the new one says. Upstream: TypedValue.Merge. */
export function merge(type: MergeType, old: Json | undefined, now: Json | undefined): Json | undefined {
  if (now === undefined) return old
  if (old === undefined) return now
  const [before, after] = [typeFor(type, old), typeFor(type, now)]
  if (before.is !== after.is || after.is === 'scalar' || after.atomic || isVoid(now)) {
    return isVoid(now) && !isVoid(old) && now !== undefined && before.is === after.is && after.is !== 'scalar' && !after.atomic
      ? old
      : now
  }
  if (after.is === 'list') return mergedList(after, items(old), items(now))
  const [mine, theirs] = [entries(old), entries(now)]
  return objectOf(
    [...new Set([...pairs(old), ...pairs(now)].map(([name]) => name))].map((name) => [
      name,
      merge(fieldType(after, name), mine[name], theirs[name])!,
    ]),
  )
}

/** Items that both have stand in the order of the new list, the others where they stood. */
function mergedList(type: ListType, old: readonly Json[], now: readonly Json[]): Json[] {
  const mine = new Map(old.map((item) => [stepTo(type, item), item]))
  const theirs = new Set(now.map((item) => stepTo(type, item)))
  const out: Json[] = []
  let at = 0
  const takeOwn = () => {
    while (at < old.length && !theirs.has(stepTo(type, old[at]!))) out.push(old[at++]!)
  }
  takeOwn()
  for (const item of now) {
    const step = stepTo(type, item)
    out.push(merge(type.items(), mine.get(step), item)!)
    if (at < old.length && stepTo(type, old[at]!) === step) at++
    takeOwn()
  }
  for (; at < old.length; at++) if (!theirs.has(stepTo(type, old[at]!))) out.push(old[at]!)
  return out
}

/** The value without the fields of a set; a list or map of which nothing is left is null. Upstream: TypedValue.RemoveItems. */
export function remove(type: MergeType, value: Json, gone: FieldSet): Json {
  const of = typeFor(type, value)
  if (of.is === 'scalar' || of.atomic || isVoid(value) || isEmpty(gone)) return value
  const left = (step: string, below: MergeType, held: Json): Json | undefined => {
    const node = gone.get(step)
    if (!node) return held
    return node.member ? undefined : remove(below, held, node.inside)
  }
  if (of.is === 'list') {
    const kept = items(value).flatMap((item) => {
      const rest = left(stepTo(of, item), of.items(), item)
      return rest === undefined ? [] : [rest]
    })
    return kept.length ? kept : null
  }
  const kept = pairs(value).flatMap(([name, held]): [string, Json][] => {
    const rest = left(`f:${name}`, fieldType(of, name), held)
    return rest === undefined ? [] : [[name, rest]]
  })
  return kept.length ? objectOf(kept) : null
}

/** The set in which fields that only lead somewhere count themselves. Upstream: Set.EnsureNamedFieldsAreMembers. */
export function withNamedFields(type: MergeType, set: FieldSet): FieldSet {
  const out = new Map<string, FieldNode>()
  const map = type.is === 'map' ? type : undefined
  const list = type.is === 'list' ? type : undefined
  for (const [step, { member, inside: below }] of set) {
    const named = map && step.startsWith('f:') ? map.field(step.slice(2)) : undefined
    const next = list ? list.items() : map ? fieldType(map, step.slice(2)) : type
    out.set(step, { member: member || named !== undefined, inside: withNamedFields(next, below) })
  }
  return out
}
