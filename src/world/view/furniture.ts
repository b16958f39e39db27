import type { Change } from '../../api/store'
import type { Frame, Furniture } from '../frame'
import { autoscalers } from './furniture/autoscalers'
import { blocked } from './furniture/blocked'
import { budgets } from './furniture/budgets'
import { calls } from './furniture/calls'
import { ingresses } from './furniture/ingresses'
import { owners } from './furniture/owners'
import { flows } from './furniture/flows'
import type { FurniturePart, PartReading } from './furniture/part'
import { people } from './furniture/people'
import { policies } from './furniture/policies'
import { pools } from './furniture/pools'
import { quotas } from './furniture/quotas'
import { refusals } from './furniture/refusals'
import { volumes } from './furniture/volumes'

const parts: { readonly [P in keyof Furniture]: FurniturePart<Furniture[P][number]> } = {
  owners,
  volumes,
  ingresses,
  policies,
  blocked,
  calls,
  autoscalers,
  budgets,
  quotas,
  pools,
  refusals,
  flows,
  people,
}
const names = Object.keys(parts) as readonly (keyof Furniture)[]
const showing = new Map<string, (keyof Furniture)[]>()
for (const name of names) for (const kind of parts[name].kinds) showing.set(kind, [...(showing.get(kind) ?? []), name])

/** What stands on stage besides control plane, nodes, pods and Services. A part is rebuilt only when something it shows may have changed. */
export class FurnitureViews {
  private readonly stale = new Set<keyof Furniture>(names)
  private readonly marks = new Map<keyof Furniture, string | number>()
  private told: Furniture | null = null

  hear({ object }: Change): void {
    for (const name of showing.get(object.kind) ?? []) this.stale.add(name)
  }

  /** Everything there is when any of it changed since it was asked last; with `reset` always. */
  take(reset: boolean, reading: PartReading): Pick<Frame, 'furniture'> {
    if (reset) for (const name of names) this.stale.add(name)
    for (const name of names) {
      const mark = parts[name].mark?.(reading)
      if (mark === undefined || mark === this.marks.get(name)) continue
      this.marks.set(name, mark)
      this.stale.add(name)
    }
    if (this.stale.size === 0) return {}
    const before = this.told
    const now = { ...before } as Record<keyof Furniture, readonly unknown[]>
    let changed = before === null || reset
    for (const name of this.stale) {
      const built = parts[name].build(reading)
      if (before && built.length === 0 && before[name].length === 0) continue
      now[name] = built
      changed = true
    }
    this.stale.clear()
    if (!changed) return {}
    this.told = now as unknown as Furniture
    return { furniture: this.told }
  }
}
