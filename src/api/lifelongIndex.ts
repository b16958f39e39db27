import { GroupIndex } from './groupIndex'
import { keyOf, type KubeObject } from './meta'

/**
 * Which objects of a kind belong to which group, where an object stays in its group as long as it lives. Such an index follows from the
 * objects themselves in the order of their creation: it is made when somebody first asks about a kind, and no keyframe holds it.
 */
export class LifelongIndex {
  private readonly byKind = new Map<string, GroupIndex>()

  constructor(
    private readonly all: (kind: string) => Iterable<KubeObject>,
    private readonly groupOf: (object: KubeObject) => string,
  ) {}

  /** Keys of the objects of a group, in the order of their creation. Do not keep it across writes. */
  members(kind: string, group: string): Iterable<string> {
    let index = this.byKind.get(kind)
    if (!index) {
      index = new GroupIndex()
      for (const object of this.all(kind)) index.add(this.groupOf(object), keyOf(object))
      this.byKind.set(kind, index)
    }
    return index.members(group)
  }

  added(key: string, object: KubeObject): void {
    this.byKind.get(object.kind)?.add(this.groupOf(object), key)
  }

  removed(key: string, object: KubeObject): void {
    this.byKind.get(object.kind)?.remove(this.groupOf(object), key)
  }

  /** All objects may be others now. */
  forget(): void {
    this.byKind.clear()
  }
}
