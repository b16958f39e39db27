/**
 * A set of fields as a tree. Steps are written as `fieldsV1` writes them: `f:name` a field, `k:{"name":"a"}` the item of a list with
 * these keys, `v:"a"` a value of a set. `member`: the set has this very path; `inside`: what it has below.
 */
export interface FieldNode {
  readonly member: boolean
  readonly inside: FieldSet
}
export type FieldSet = ReadonlyMap<string, FieldNode>

export const NOTHING: FieldSet = new Map()

/** Fields as they are written into managedFields; upstream: fieldpath.Set serialization. */
export interface FieldsV1 {
  readonly [step: string]: FieldsV1
}

export const isEmpty = (set: FieldSet): boolean => set.size === 0

/** Puts a node where it says something, leaves it out where it does not. */
function keep(into: Map<string, FieldNode>, step: string, member: boolean, inside: FieldSet): void {
  if (member || inside.size) into.set(step, { member, inside })
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (!b.size) return a
  if (!a.size) return b
  const out = new Map(a)
  for (const [step, node] of b) {
    const known = a.get(step)
    out.set(step, known ? { member: known.member || node.member, inside: union(known.inside, node.inside) } : node)
  }
  return out
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (!b.size || !a.size) return a
  const out = new Map<string, FieldNode>()
  for (const [step, node] of a) {
    const other = b.get(step)
    if (!other) out.set(step, node)
    else keep(out, step, node.member && !other.member, difference(node.inside, other.inside))
  }
  return out
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const out = new Map<string, FieldNode>()
  for (const [step, node] of a) {
    const other = b.get(step)
    if (other) keep(out, step, node.member && other.member, intersection(node.inside, other.inside))
  }
  return out
}

/** The set without these paths and all that is below them. */
export function without(a: FieldSet, b: FieldSet): FieldSet {
  const out = new Map<string, FieldNode>()
  for (const [step, node] of a) {
    const other = b.get(step)
    if (!other) out.set(step, node)
    else if (!other.member) keep(out, step, node.member, without(node.inside, other.inside))
  }
  return out
}

/** The set with one more path. */
export function withPath(set: FieldSet, path: readonly string[], at = 0): FieldSet {
  const step = path[at]
  if (step === undefined) return set
  const node = set.get(step) ?? { member: false, inside: NOTHING }
  const last = at === path.length - 1
  return new Map(set).set(step, { member: node.member || last, inside: last ? node.inside : withPath(node.inside, path, at + 1) })
}

/** All paths, each as its steps, in the order of the steps. */
export function pathsOf(set: FieldSet, above: readonly string[] = []): string[][] {
  return [...set.keys()].sort().flatMap((step) => {
    const node = set.get(step)!
    const path = [...above, step]
    return [...(node.member ? [path] : []), ...pathsOf(node.inside, path)]
  })
}

export function toFieldsV1(set: FieldSet): FieldsV1 {
  const out: Record<string, FieldsV1> = {}
  for (const step of [...set.keys()].sort()) {
    const { member, inside } = set.get(step)!
    out[step] = inside.size ? { ...(member && { '.': {} }), ...toFieldsV1(inside) } : {}
  }
  return out
}

export function fromFieldsV1(fields: FieldsV1): FieldSet {
  const out = new Map<string, FieldNode>()
  for (const [step, below] of Object.entries(fields)) {
    if (step === '.') continue
    const inside = fromFieldsV1(below)
    out.set(step, { member: !inside.size || Object.hasOwn(below, '.'), inside })
  }
  return out
}

/** A path as conflicts tell it: `.spec.list[name="a"].value`. */
export const pathText = (path: readonly string[]): string => path.map(stepText).join('')

function stepText(step: string): string {
  const rest = step.slice(2)
  if (step.startsWith('f:')) return `.${rest}`
  if (step.startsWith('v:')) return `[=${rest}]`
  if (step.startsWith('i:')) return `[${rest}]`
  const keys = JSON.parse(rest) as Record<string, unknown>
  return `[${Object.keys(keys)
    .sort()
    .map((name) => `${name}=${JSON.stringify(keys[name])}`)
    .join(',')}]`
}
