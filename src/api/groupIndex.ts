interface Group {
  readonly epoch: number
  readonly members: Map<string, string>
}

/** A saved index; opaque to everyone but `load`. */
export interface SavedIndex {
  readonly groups: Map<string, Group>
}

/**
 * Which objects belong to which group (owner, node, namespace, label). Members keep the order in which they joined.
 * Saving costs nothing: groups touched after a save are copied first.
 */
export class GroupIndex {
  private groups = new Map<string, Group>()
  private epoch = 0
  private shared = false

  /** Ids of the members, in the order of joining. Do not keep the iterator across writes. */
  members(group: string): IterableIterator<string> {
    return this.groups.get(group)?.members.keys() ?? none()
  }

  count(group: string): number {
    return this.groups.get(group)?.members.size ?? 0
  }

  add(group: string, id: string): void {
    this.own(group).set(id, id)
  }

  remove(group: string, id: string): void {
    if (!this.groups.get(group)?.members.has(id)) return
    const members = this.own(group)
    members.delete(id)
    if (members.size === 0) this.groups.delete(group)
  }

  clear(): void {
    this.groups = new Map()
    this.shared = false
  }

  save(): SavedIndex {
    this.shared = true
    this.epoch++
    return { groups: this.groups }
  }

  load(saved: SavedIndex): void {
    this.groups = saved.groups
    this.shared = true
    this.epoch++
  }

  private own(name: string): Map<string, string> {
    if (this.shared) {
      this.groups = new Map(this.groups)
      this.shared = false
    }
    const group = this.groups.get(name)
    if (group && group.epoch === this.epoch) return group.members
    const members = new Map(group?.members)
    this.groups.set(name, { epoch: this.epoch, members })
    return members
  }
}

function* none(): IterableIterator<string> {}
