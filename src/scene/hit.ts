import { actingController } from './acting'
import { queueBox, slotAt, slotBox, type Layout } from './layout'
import { freeSlot, type StageModel } from './model'
import { contains, type Box } from './shape'

export type HitKind =
  'pod' | 'ghost' | 'node' | 'service' | 'controller' | 'apiserver' | 'etcd' | 'scheduler' | 'owner' | 'object'

/** What lies under a point. `uid` is the object's uid; for parts of the control plane the name that the trace uses. */
export interface Hit {
  readonly kind: HitKind
  readonly uid: string
}

/** Ghosts and waiting pods as drawn, made with the layout: [box, hit]. */
export type Extra = readonly (readonly [Box, Hit])[]

/** Where ghosts stand: reserved ones in the next free slots of their node, the others behind the pods in the queue. */
export function ghostBoxes(model: StageModel, layout: Layout, waiting: number): (readonly [Box, number])[] {
  const next = new Map<string, number>()
  const boxes: (readonly [Box, number])[] = []
  let place = waiting
  if (layout.boxes) {
    return model.ghosts.flatMap((ghost, i) => {
      const box = layout.ghostBoxes.get(ghost.key)
      return box ? [[box, i] as const] : []
    })
  }
  model.ghosts.forEach((ghost, i) => {
    const spot = ghost.node ? layout.nodeByName.get(ghost.node) : undefined
    if (spot) {
      const slot = freeSlot(model, ghost.node, next.get(ghost.node) ?? 0)
      next.set(ghost.node, slot + 1)
      const box = slotBox(layout.form, spot, slot)
      if (box.y + box.h <= spot.y + spot.h) boxes.push([box, i])
      return
    }
    const box = ghost.node ? null : queueBox(layout, place++)
    if (box) boxes.push([box, i])
  })
  return boxes
}

/** Uids of pods without a node: the scheduler's queue in its order, then those it does not know yet. */
export function waitingPods(model: StageModel): readonly string[] {
  const queue = model.plane?.scheduler.queue ?? none
  const before = told.get(model)
  if (before && before.version === model.podVersion && before.pods === model.pods.size && before.queue === queue)
    return before.uids
  const uids = queue.filter((uid) => model.pods.get(uid)?.node === '')
  const known = new Set(uids)
  for (const pod of model.pods.values())
    if (!pod.node && !known.has(pod.uid) && pod.state !== 'done' && pod.state !== 'failed') uids.push(pod.uid)
  told.set(model, { version: model.podVersion, pods: model.pods.size, queue, uids })
  return uids
}

const none: readonly string[] = []

interface Told {
  readonly version: number
  readonly pods: number
  readonly queue: readonly string[]
  readonly uids: readonly string[]
}

// Asked for many times a frame, and for each of a thousand pods where it stands among them.
const told = new WeakMap<StageModel, Told>()
const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

function placeAmong(waiting: readonly string[], uid: string): number {
  if (waiting.length < 8) return waiting.indexOf(uid)
  let found = places.get(waiting)
  if (!found) places.set(waiting, (found = new Map(waiting.map((each, i) => [each, i]))))
  return found.get(uid) ?? -1
}

/** Places of what stands on stage besides nodes, pods and Services. */
const furnitureSpots = (layout: Layout): readonly (Box & { readonly uid: string })[] => [
  ...layout.ingresses,
  ...layout.volumes,
  ...layout.pools,
  ...layout.joining.map((spot) => ({ ...spot, uid: `pool:${spot.joining.pool.name}` })),
]

/** The topmost object at a point of the world, or null on the bare stage. */
export function hitAt(model: StageModel, layout: Layout, extra: Extra, x: number, y: number): Hit | null {
  for (const [box, hit] of extra) if (contains(box, x, y)) return hit
  const { plane } = layout
  if (layout.boxes) {
    const service = layout.services.find((spot) => contains(spot, x, y))
    if (service) return { kind: 'service', uid: service.uid }
    const spot = furnitureSpots(layout).find((one) => contains(one, x, y))
    return spot ? { kind: 'object', uid: spot.uid } : null
  }
  for (const chip of plane.chips) if (contains(chip, x, y)) return { kind: 'controller', uid: `controller:${chip.name}` }
  const acting = plane.acting && contains(plane.acting, x, y) ? actingController(model, model.now) : null
  if (acting) return { kind: 'controller', uid: `controller:${acting.name}` }
  if (contains(plane.api, x, y)) return { kind: 'apiserver', uid: 'apiserver' }
  if (contains(plane.etcd, x, y)) return { kind: 'etcd', uid: 'etcd' }
  if (contains(plane.scheduler, x, y)) return { kind: 'scheduler', uid: 'scheduler' }
  for (const spot of layout.services) if (contains(spot, x, y)) return { kind: 'service', uid: spot.uid }
  for (const spot of furnitureSpots(layout)) if (contains(spot, x, y)) return { kind: 'object', uid: spot.uid }
  for (let i = 0; i < layout.nodes.length; i++) {
    const spot = layout.nodes[i]!
    if (!contains(spot, x, y)) continue
    const slot = slotAt(layout.form, spot, x, y)
    const uid = slot < 0 ? undefined : model.places.get(spot.name)?.slots[slot]
    return uid ? { kind: 'pod', uid } : { kind: 'node', uid: model.nodes[i]!.uid }
  }
  return null
}

/** World box of a pod: its slot, or its place in the queue; null when it is not shown. */
export function podBox(model: StageModel, layout: Layout, uid: string, waiting: readonly string[]): Box | null {
  const pod = model.pods.get(uid)
  if (!pod) return null
  if (layout.boxes) return layout.boxes.get(uid) ?? null
  if (pod.node && pod.slot >= 0) {
    const spot = layout.nodeByName.get(pod.node)
    return spot ? slotBox(layout.form, spot, pod.slot) : null
  }
  const place = placeAmong(waiting, uid)
  return place < 0 ? null : queueBox(layout, place)
}

/** World box of anything that can be hit. */
export function boxOf(model: StageModel, layout: Layout, uid: string, waiting: readonly string[]): Box | null {
  const { plane } = layout
  if (layout.boxes)
    return (
      layout.boxes.get(uid) ??
      layout.cards.find((card) => card.uid === uid) ??
      layout.services.find((spot) => spot.uid === uid) ??
      furnitureSpots(layout).find((spot) => spot.uid === uid) ??
      null
    )
  if (uid === 'apiserver') return plane.api
  if (uid === 'etcd') return plane.etcd
  if (uid === 'scheduler') return plane.scheduler
  if (plane.acting && uid === `controller:${actingController(model, model.now)?.name}`) return plane.acting
  if (uid.startsWith('controller:')) return plane.chips.find((chip) => `controller:${chip.name}` === uid) ?? null
  const pod = podBox(model, layout, uid, waiting)
  if (pod) return pod
  const node = model.nodes.findIndex((other) => other.uid === uid)
  const stands = (spot: { readonly uid: string }): boolean => spot.uid === uid
  return layout.nodes[node] ?? layout.services.find(stands) ?? furnitureSpots(layout).find(stands) ?? null
}
