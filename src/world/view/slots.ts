import type { Kernel } from '../../kernel/kernel'
import { CowMap, type SavedMap } from '../../kernel/cowMap'

interface SavedSlots {
  readonly taken: SavedMap<string, readonly string[]>
  readonly slots: SavedMap<string, number>
}

/** Which place on its node each pod has. A pod keeps its place for life; a hole is filled by the next newcomer. */
export class Slots {
  /** Uids by place, '' for a hole. */
  private readonly taken = new CowMap<string, readonly string[]>()
  private readonly slots = new CowMap<string, number>()

  constructor(kernel: Kernel) {
    kernel.part<SavedSlots>('view/slots', {
      save: () => ({ taken: this.taken.save(), slots: this.slots.save() }),
      load: (state) => {
        this.taken.load(state.taken)
        this.slots.load(state.slots)
      },
    })
  }

  of(uid: string): number {
    return this.slots.get(uid) ?? -1
  }

  take(node: string, uid: string): void {
    if (this.slots.has(uid)) return
    const taken = this.taken.get(node) ?? []
    const hole = taken.indexOf('')
    const slot = hole < 0 ? taken.length : hole
    this.taken.set(node, hole < 0 ? [...taken, uid] : taken.with(slot, uid))
    this.slots.set(uid, slot)
  }

  free(node: string, uid: string): void {
    const slot = this.slots.get(uid)
    if (slot === undefined) return
    this.slots.delete(uid)
    const taken = this.taken.get(node)?.with(slot, '') ?? []
    let end = taken.length
    while (end > 0 && taken[end - 1] === '') end--
    if (end === 0) this.taken.delete(node)
    else this.taken.set(node, taken.slice(0, end))
  }
}
