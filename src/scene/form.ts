import type { Viewport } from './camera'
import { placeCount } from './joining'
import type { StageModel } from './model'
import { poolBand } from './poolBand'
import type { Box } from './shape'
import { volumeBand } from './volumeBand'

/**
 * How the world is arranged: which control plane, how wide, how many pods and nodes in a row. A form is chosen once for a size of
 * cluster and stage; while it stands, every place in the world is fixed, whatever the camera does.
 */
export interface Form {
  /** `room` is `slim` with the part of the control plane that acts: for a screen at the other end of a room. */
  readonly plane: 'full' | 'narrow' | 'slim' | 'room'
  /** `normal`: pods with names; `overview`: glyphs of 16; `far`: blocks of 7 x 5 dots. */
  readonly detail: 'normal' | 'overview' | 'far'
  readonly width: number
  /** Pods in a row of a node, nodes in a row of the stage. */
  readonly pods: number
  readonly nodes: number
  /** Nominal width of a pod (72, or 64 where room is short) and the scale at which it is drawn. */
  readonly podWidth: number
  readonly pod: number
  readonly bars: boolean
}

/** Stage margin and gap between nodes. */
export const margin = 18
export const gap = 16

export const podHeight = 68

/** Height of the control plane with the message space under it. */
export const planeHeight: Readonly<Record<Form['plane'], number>> = { full: 242, narrow: 242, slim: 112, room: 106 }

/** How small the nodes of an overview are drawn, so that many of them leave the control plane its size; 1 in every other form. */
export const unitOf = (form: Form): number => (form.detail === 'overview' ? (form.pod * 72) / 16 : 1)

/** From a node's top edge to its first pod. */
export const headHeight = (form: Form): number => (form.detail === 'overview' ? 30 * unitOf(form) : form.bars ? 80 : 46)

/** Distance from pod to pod, across and down. The gap across is the gutter of traffic lines, below is room for the state word. */
export function pitch(form: Form): { readonly x: number; readonly y: number } {
  if (form.detail === 'overview') return { x: 21 * unitOf(form), y: 21 * unitOf(form) }
  if (form.detail === 'far') return { x: form.pod * 72, y: form.pod * 72 }
  return { x: (form.podWidth + (form.podWidth < 72 ? 10 : 12)) * form.pod, y: (podHeight + 22) * form.pod }
}

/** World width of one node. */
export function nodeWidth(form: Form): number {
  if (form.detail === 'overview') return (20 + form.pods * 21) * unitOf(form)
  const least = 12 + form.pods * pitch(form).x
  const share = (form.width - 2 * margin - (form.nodes - 1) * gap) / form.nodes
  return Math.max(least, Math.min(share, least * 1.06))
}

/** Rows of pods that every node has room for: the fullest node's, two at least. */
export function podRows(model: StageModel, form: Form): number {
  let most = form.bars ? 2 * form.pods : form.pods
  if (form.detail === 'overview') most = 5 * form.pods
  for (const places of model.places.values()) most = Math.max(most, places.depth)
  return Math.ceil(most / form.pods)
}

export const nodeHeight = (form: Form, rows: number): number =>
  form.detail === 'overview' ? (33 + rows * 21) * unitOf(form) : headHeight(form) + rows * pitch(form).y + (form.bars ? 4 : 8)

/** Height of the band with users and Services under the nodes. */
export const bandHeight = (form: Form): number => (form.detail !== 'normal' ? 64 : form.width > 720 ? 98 : 0)

/** Space between rows of nodes: control paths pass there too. */
export const rowGap = (form: Form): number => (form.detail === 'overview' ? 10 * unitOf(form) : 34)

/** What the claims and volumes under the Services take, and the pools under them. */
function standingHeight(model: StageModel, form: Form): number {
  if (bandHeight(form) === 0) return 0
  const heightOf = (spots: readonly Box[]) => (spots.length ? spots.at(-1)!.y + spots.at(-1)!.h + 10 : 0)
  return heightOf(volumeBand(model, form, 0)) + heightOf(poolBand(model, form, 0))
}

/** World height of the whole arrangement, without placing anything. */
export function formHeight(model: StageModel, form: Form): number {
  const rows = Math.max(1, Math.ceil(placeCount(model) / form.nodes))
  const height = nodeHeight(form, podRows(model, form))
  return planeHeight[form.plane] + rows * height + (rows - 1) * rowGap(form) + bandHeight(form) + standingHeight(model, form) + 6
}

const widths: Readonly<Record<Form['plane'], number>> = { full: 1140, narrow: 776, slim: 720, room: 720 }

const normal = (plane: Form['plane'], pods: number, nodes: number, podWidth = 72, pod = 1, width = widths[plane]): Form => ({
  plane,
  detail: 'normal',
  width,
  pods,
  nodes,
  podWidth,
  pod,
  bars: plane === 'full' || plane === 'narrow',
})

const large = [
  normal('full', 4, 3),
  normal('full', 3, 4),
  normal('full', 2, 5),
  normal('narrow', 4, 3, 64, 1, 992),
  normal('narrow', 3, 3, 64),
  normal('narrow', 4, 2),
  normal('narrow', 2, 4, 64),
]
/** For stages that are wide and low. */
const flat = [normal('slim', 4, 3, 72, 1, 1140), normal('slim', 3, 4, 72, 1, 1140), normal('slim', 2, 5, 72, 1, 1140)]

const small = [normal('slim', 2, 3, 72, 1.22), normal('slim', 3, 3, 64, 0.9), normal('slim', 2, 4, 64, 0.98)]
/** For a room: six pods at the most are meant to be seen, and more of them do not lose their words. */
const room = [normal('room', 2, 3, 72, 1.22), normal('room', 3, 3, 64, 0.9), normal('room', 2, 4, 64, 0.98), normal('room', 4, 2)]
/** Beside an editor. */
const halfRoom = [normal('room', 2, 3, 72, 0.9, 560), normal('room', 3, 3, 64, 0.7, 560), normal('room', 2, 2, 72, 0.9, 560)]
/** Beside an editor on a small screen: the names of pods stay legible. */
const smallRoom = normal('slim', 2, 2, 72, 1, 412)
/** For embeds in a column of a phone. */
const tall = [normal('slim', 2, 2, 64, 0.94, 390), normal('slim', 3, 2, 64, 0.8, 420), normal('slim', 4, 2, 64, 0.72, 470)]
const overview: Form = {
  plane: 'slim',
  detail: 'overview',
  width: 1140,
  pods: 6,
  nodes: 7,
  podWidth: 72,
  pod: 16 / 72,
  bars: false,
}

/** What a stage is for: a page of its own, a frame in somebody else's page, or the wall of a room. */
export type StageKind = 'auto' | 'embed' | 'room'

/** Below this zoom texts of 12.5 px would have to be shrunk, so a level of detail is dropped instead. */
const least = 0.74

/** Zoom at which a form fits the viewport. */
export function fitScale(model: StageModel, form: Form, view: Viewport): number {
  const width = Math.max(1, view.width - view.inset.left - view.inset.right)
  const height = Math.max(1, view.height - view.inset.top - view.inset.bottom)
  return Math.min(width / form.width, height / formHeight(model, form))
}

/**
 * The form to draw. The present one is kept unless it no longer fits or another fits 15% better, so that a cluster which grows or
 * shrinks a little is never rearranged.
 */
export function chooseForm(model: StageModel, view: Viewport, present: Form | null, kind: StageKind = 'auto'): Form {
  const low = view.height - view.inset.top - view.inset.bottom < 340
  const count = placeCount(model)
  const width = view.width - view.inset.left - view.inset.right
  const isTall = kind !== 'auto' && width < (kind === 'room' ? 420 : 560)
  const wide = kind === 'room' ? [width < 600 ? halfRoom : room] : kind === 'embed' || low ? [small] : [large, flat]
  const tiers = !isTall ? wide : kind === 'room' ? [[smallRoom], tall] : [tall]
  const worth = (form: Form) => {
    // A little is given for using the width well: three nodes in a form for three.
    const idle = Math.max(0, form.nodes - count) * 0.03
    // Beyond its natural size a form gains nothing by being larger: then the first, the fullest, is best.
    return Math.min(1, fitScale(model, form, view)) - idle
  }
  const bests = tiers.map((tier) => tier.reduce((a, b) => (worth(b) > worth(a) + 1e-9 ? b : a)))
  const at = present === null ? -1 : tiers.findIndex((tier) => tier.some((form) => same(form, present)))
  for (const [i, best] of bests.entries()) {
    // What is nearly legible stays where nothing with less in it would be more so.
    const isLast = !bests.slice(i + 1).some((other) => worth(other) >= least)
    const isLegible = present !== null && i === at && worth(present) >= (isLast && worth(best) < least ? least * 0.9 : least)
    if (isLegible && worth(best) < worth(present) * 1.15) return present
    // Coming back to more of it takes a little more room; from a stage of another width nothing comes back.
    const comesBack = present !== null && (present.detail !== 'normal' || i < at)
    if (count === 0 || worth(best) >= (comesBack ? least * 1.1 : least)) return best
  }
  return chooseOverview(model, view, present, kind === 'room' ? 'room' : 'slim')
}

function chooseOverview(model: StageModel, view: Viewport, present: Form | null, plane: Form['plane']): Form {
  const width = Math.max(1, view.width - view.inset.left - view.inset.right)
  const height = Math.max(1, view.height - view.inset.top - view.inset.bottom)
  const count = placeCount(model)
  const cell = nodeWidth(overview) + 10
  const tall = nodeHeight(overview, podRows(model, overview)) + 10
  // About as many columns as make the grid of nodes as wide as the stage is; of those near it the one that fits best.
  const wanted = Math.ceil(Math.sqrt((count * tall * width) / (height * cell)))
  const formOf = (columns: number): Form => {
    const inner = columns * cell - 10
    const unit = Math.min(1, (overview.width - 2 * margin) / inner)
    return { ...overview, plane, nodes: columns, pod: overview.pod * unit, width: Math.max(620, inner * unit + 2 * margin) }
  }
  const seen = (form: Form) => fitScale(model, form, view) * form.pod * 72
  let form = formOf(wanted)
  for (const columns of [wanted - 1, wanted + 1, wanted + 2]) {
    if (columns > 2 && seen(formOf(columns)) > seen(form)) form = formOf(columns)
  }
  if (seen(form) < 7) return chooseFar(model, view)
  if (present && present.detail === 'overview' && seen(present) > seen(form) * 0.85) return present
  return form
}

/** World size of a node, a rack of 2 x 20 of them and the gap between racks, for dots of side `dot`. */
export const farSizes = (
  dot: number,
): {
  readonly node: readonly [number, number]
  readonly step: readonly [number, number]
  readonly rack: readonly [number, number]
} => {
  const step = [7 * dot + 1, 5 * dot + 1] as const
  return { node: [7 * dot, 5 * dot], step, rack: [2 * step[0] + 2, 20 * step[1] + 10] }
}

/** Racks of each zone, zones in order of first appearance. */
export function zonesOf(model: StageModel): Map<string, number[]> {
  const zones = new Map<string, number[]>()
  model.nodes.forEach((node, i) => {
    const list = zones.get(node.zone)
    if (list) list.push(i)
    else zones.set(node.zone, [i])
  })
  return zones
}

/** A node is 7 x 5 dots; racks of 2 x 20 nodes stand side by side. The dots are as large as the stage has room for. */
function chooseFar(model: StageModel, view: Viewport): Form {
  const shape = (view.height - view.inset.top - view.inset.bottom) / Math.max(1, view.width - view.inset.left - view.inset.right)
  const racks = [...zonesOf(model).values()].map((nodes) => Math.ceil(nodes.length / 40))
  for (const dot of [8, 7, 6, 5, 4, 3, 2]) {
    const { rack } = farSizes(dot)
    const width = Math.max(1140, dot === 2 ? Math.ceil(Math.sqrt(racks.reduce((a, b) => a + b, 0) * 14)) * rack[0] : 0)
    const form: Form = { plane: 'slim', detail: 'far', width, pods: 7, nodes: 0, podWidth: 72, pod: dot / 72, bars: false }
    if (dot === 2 || farHeight(racks, form) <= width * shape) return form
  }
  throw new Error('no form: the list of dot sizes is empty')
}

/** Zones flow from left to right, each as wide as its racks, and wrap. */
function farHeight(racks: readonly number[], form: Form): number {
  const { rack } = farSizes(form.pod * 72)
  const room = form.width - 2 * margin
  let lines = 1
  let used = 0
  for (const count of racks) {
    const perLine = Math.max(1, Math.floor(room / rack[0]))
    const wide = Math.max(150, Math.min(count, perLine) * rack[0])
    if (used && used + wide > room) {
      lines++
      used = 0
    }
    lines += Math.ceil(count / perLine) - 1
    used += wide + 24
  }
  return planeHeight.slim + lines * (rack[1] + 34)
}

const same = (a: Form, b: Form): boolean =>
  a.plane === b.plane &&
  a.detail === b.detail &&
  a.pods === b.pods &&
  a.nodes === b.nodes &&
  a.podWidth === b.podWidth &&
  a.width === b.width
