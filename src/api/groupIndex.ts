import { CowMap, type SavedMap } from '../kernel/cowMap'

/** A few members as a list that is replaced; many as a set, which saved states list before it changes. */
interface Crowd {
  /** Between which saves the set has been the index's own. */
  readonly epoch: object
  set: Set<string> | undefined
  ids: readonly string[]
}
type Group = readonly string[] | Crowd

/** A saved index; opaque to everyone but `load`. */
export interface SavedIndex {
  readonly groups: SavedMap<string, Group>
}

/** Members from which on a group is a crowd. */
const CROWD = 16

const isList = (group: Group): group is readonly string[] => Array.isArray(group)

/**
 * Which objects belong to which group (owner, node, namespace, label). Members keep the order in which they joined.
 * Saving costs nothing: groups touched after a save are listed first.
 */
export class GroupIndex {
  private readonly groups = new CowMap<string, Group>()
  private epoch: object = {}

  /** Ids of the members, in the order of joining. Do not keep it across writes. */
  members(group: string): Iterable<string> {
    const found = this.groups.get(group)
    return found === undefined ? none : isList(found) ? found : (found.set ?? found.ids)
  }

  count(group: string): number {
    const found = this.groups.get(group)
    return found === undefined ? 0 : isList(found) ? found.length : (found.set?.size ?? found.ids.length)
  }

  add(group: string, id: string): void {
    const found = this.groups.get(group)
    if (found === undefined) this.groups.set(group, [id])
    else if (!isList(found)) this.own(group, found).add(id)
    else if (!found.includes(id)) {
      const { epoch } = this
      this.groups.set(group, found.length < CROWD ? found.concat(id) : { epoch, set: new Set(found).add(id), ids: none })
    }
  }

  remove(group: string, id: string): void {
    const found = this.groups.get(group)
    if (found === undefined) return
    if (isList(found)) {
      const rest = found.filter((each) => each !== id)
      if (rest.length === 0) this.groups.delete(group)
      else if (rest.length < found.length) this.groups.set(group, rest)
      return
    }
    if (!(found.set?.has(id) ?? found.ids.includes(id))) return
    const set = this.own(group, found)
    set.delete(id)
    if (set.size === 0) this.groups.delete(group)
  }

  clear(): void {
    this.groups.clear()
  }

  save(): SavedIndex {
    this.epoch = {}
    return { groups: this.groups.save() }
  }

  load({ groups }: SavedIndex): void {
    this.groups.load(groups)
    this.epoch = {}
  }

  /** The set of a crowd, to be changed: states saved before keep a list of what it held. */
  private own(name: string, crowd: Crowd): Set<string> {
    const { epoch } = this
    if (crowd.epoch === epoch && crowd.set) return crowd.set
    const set = crowd.set ?? new Set(crowd.ids)
    if (crowd.set) {
      crowd.ids = [...crowd.set]
      crowd.set = undefined
    }
    this.groups.set(name, { epoch, set, ids: none })
    return set
  }
}

const none: readonly never[] = []
