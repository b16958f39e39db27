import type { KubeObject } from './meta'

interface List {
  objects: KubeObject[]
  /** Where in the list the object with a uid stands. */
  readonly places: Map<string, number>
  /** Does somebody hold the array? Then it is copied before it changes. */
  lent: boolean
}

/**
 * Lists of what an owner owns, kept up to date write by write, so that whoever looks at all of a thousand pods after each change of one
 * finds the list ready. Derived from the store: forgotten when time is turned back, and made anew when asked for.
 */
export class OwnedLists {
  private readonly byOwner = new Map<string, Map<string, List>>()

  get(kind: string, owner: string): readonly KubeObject[] | undefined {
    const list = this.byOwner.get(owner)?.get(kind)
    if (!list) return undefined
    list.lent = true
    return list.objects
  }

  /** Takes in the list of an owner that has none yet, and returns it. */
  keep(kind: string, owner: string, objects: KubeObject[]): readonly KubeObject[] {
    if (objects.length === 0) return objects
    let lists = this.byOwner.get(owner)
    if (!lists) this.byOwner.set(owner, (lists = new Map<string, List>()))
    lists.set(kind, { objects, places: new Map(objects.map(({ metadata }, i) => [metadata.uid, i])), lent: true })
    return objects
  }

  /** An object was written; `now` is undefined when it is gone. */
  hear(old: KubeObject | undefined, now: KubeObject | undefined): void {
    const before = old?.metadata.ownerReferences
    const after = now?.metadata.ownerReferences
    if (now && (!old || before === after)) {
      if (after) for (const { uid } of after) this.put(uid, now)
      return
    }
    if (before) for (const { uid } of before) this.byOwner.delete(uid)
    if (after) for (const { uid } of after) this.byOwner.delete(uid)
  }

  clear(): void {
    this.byOwner.clear()
  }

  private put(owner: string, object: KubeObject): void {
    const list = this.byOwner.get(owner)?.get(object.kind)
    if (!list) return
    if (list.lent) {
      list.objects = list.objects.slice()
      list.lent = false
    }
    const { uid } = object.metadata
    const place = list.places.get(uid)
    if (place === undefined) list.places.set(uid, list.objects.push(object) - 1)
    else list.objects[place] = object
  }
}
