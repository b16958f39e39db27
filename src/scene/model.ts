import type {
  ControlPlaneView,
  DriftView,
  Frame,
  Furniture,
  GhostView,
  MessageView,
  NodeView,
  PodState,
  PodView,
  ServiceView,
} from '../world/frame'
import { noFurniture } from '../world/frameFurniture'

/** The pods of one node by slot. `depth` is the most slots it ever needed, so a node never shrinks under its neighbours. */
export interface NodePlaces {
  readonly slots: (string | undefined)[]
  depth: number
}

/** Something that happened to a pod and is still being shown; times are virtual ms. */
export interface Change {
  readonly kind: 'born' | 'bound' | 'state' | 'gone'
  readonly at: number
  readonly pod: PodView
  /** The state before, for `state`. */
  readonly before: PodState | null
}

/** The read model as a whole, kept up by `applyFrame`; the page and the scene read it, nobody else writes it. */
export interface StageModel {
  now: number
  end: number
  readonly pods: Map<string, PodView>
  readonly places: Map<string, NodePlaces>
  nodes: readonly NodeView[]
  services: readonly ServiceView[]
  ghosts: readonly GhostView[]
  drift: readonly DriftView[]
  plane: ControlPlaneView | null
  furniture: Furniture
  /** Messages that may still be on their way, oldest first. */
  messages: MessageView[]
  /** Latest change of each pod, by uid. */
  readonly changes: Map<string, Change>
  /** Grows with every frame that changed anything drawn at rest. */
  version: number
  /** Grows when any pod changed. */
  podVersion: number
  /** Grows when something was added, removed or given a place: the layout has to be made again. */
  structure: number
}

export const createStageModel = (): StageModel => ({
  now: 0,
  end: 0,
  pods: new Map(),
  places: new Map(),
  nodes: [],
  services: [],
  ghosts: [],
  drift: [],
  plane: null,
  furniture: noFurniture,
  messages: [],
  changes: new Map(),
  version: 0,
  podVersion: 0,
  structure: 0,
})

/** Longest time in virtual ms that a message or change can matter, at the highest speed that still draws them. */
const memory = 12_000

/** Takes a frame into the model. After a `reset` nothing plays: the state is simply what it is. */
export function applyFrame(model: StageModel, frame: Frame): void {
  if (frame.reset) clear(model)
  const back = frame.now < model.now
  model.now = frame.now
  model.end = frame.end
  let changed = frame.reset
  let moved = frame.reset
  for (const uid of frame.gonePods) {
    const pod = model.pods.get(uid)
    if (!pod) continue
    model.pods.delete(uid)
    leavePlace(model, pod)
    model.changes.set(uid, { kind: 'gone', at: frame.now, pod, before: pod.state })
    changed = moved = true
  }
  for (const pod of frame.pods) {
    const before = model.pods.get(pod.uid)
    model.pods.set(pod.uid, pod)
    changed = true
    if (!before || before.node !== pod.node || before.slot !== pod.slot) {
      if (before) leavePlace(model, before)
      takePlace(model, pod)
      moved = true
    }
    if (!frame.reset) noteChange(model, before, pod, frame.now)
  }
  if (frame.nodes) {
    moved ||= frame.nodes.length !== model.nodes.length || frame.nodes.some((node, i) => node.uid !== model.nodes[i]!.uid)
    model.nodes = frame.nodes
  }
  if (frame.services) {
    moved = true
    model.services = frame.services
  }
  if (frame.ghosts) {
    moved = true
    model.ghosts = frame.ghosts
  }
  if (frame.drift) model.drift = frame.drift
  if (frame.plane) {
    moved ||= frame.plane.controllers.length !== model.plane?.controllers.length
    model.plane = frame.plane
  }
  if (frame.furniture) {
    moved = true
    model.furniture = frame.furniture
  }
  if (back) model.messages = []
  if (frame.messages.length) model.messages = model.messages.concat(frame.messages)
  forget(model)
  if (changed) model.podVersion++
  if (moved) model.structure++
  if (changed || moved || frame.nodes || frame.plane) model.version++
}

function clear(model: StageModel): void {
  model.pods.clear()
  model.places.clear()
  model.changes.clear()
  model.messages = []
  model.nodes = []
  model.services = []
  model.ghosts = []
  model.drift = []
  model.plane = null
  model.furniture = noFurniture
}

function takePlace(model: StageModel, pod: PodView): void {
  if (!pod.node || pod.slot < 0) return
  let places = model.places.get(pod.node)
  if (!places) model.places.set(pod.node, (places = { slots: [], depth: 0 }))
  places.slots[pod.slot] = pod.uid
  places.depth = Math.max(places.depth, pod.slot + 1)
}

function leavePlace(model: StageModel, pod: PodView): void {
  const places = model.places.get(pod.node)
  if (places?.slots[pod.slot] === pod.uid) places.slots[pod.slot] = undefined
}

function noteChange(model: StageModel, before: PodView | undefined, pod: PodView, at: number): void {
  if (!before) model.changes.set(pod.uid, { kind: 'born', at, pod, before: null })
  else if (!before.node && pod.node) model.changes.set(pod.uid, { kind: 'bound', at, pod, before: before.state })
  else if (before.state !== pod.state) model.changes.set(pod.uid, { kind: 'state', at, pod, before: before.state })
}

function forget(model: StageModel): void {
  const oldest = model.now - memory
  const kept = model.messages.findIndex((message) => message.at >= oldest)
  if (kept !== 0 && model.messages.length) model.messages = kept < 0 ? [] : model.messages.slice(kept)
  for (const [uid, change] of model.changes) if (change.at < oldest) model.changes.delete(uid)
}

/** The first slot of a node that no pod holds, at or after `from`: where a ghost may be drawn. */
export function freeSlot(model: StageModel, node: string, from = 0): number {
  const slots = model.places.get(node)?.slots ?? []
  let slot = from
  while (slots[slot] !== undefined) slot++
  return slot
}
