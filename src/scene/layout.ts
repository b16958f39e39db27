import type { Entry } from './callers'
import {
  bandHeight,
  gap,
  headHeight,
  nodeHeight,
  nodeWidth,
  pitch,
  planeHeight,
  podHeight,
  podRows,
  rowGap,
  unitOf,
  type Form,
} from './form'
import { ingressBand, ingressLeft, type IngressSpot } from './ingressBand'
import { layoutFar } from './layoutFar'
import { joiningNodes, type JoiningNode } from './joining'
import type { Lens } from './lens'
import { layoutOwns, type OwnerSpot } from './lensOwns'
import { layoutTalks } from './lensTalks'
import type { StageModel } from './model'
import { planeLayout, type PlaneLayout } from './planeLayout'
import { poolBand, type PoolSpot } from './poolBand'
import { serviceBand, type ServiceSpot } from './serviceBand'
import type { Box } from './shape'
import { volumeBand, type VolumeSpot } from './volumeBand'

/** Between the Services and the volumes under them. */
export const volumesGap = 10

/** A node's card, and where its slot 0 lies. */
export interface NodeSpot extends Box {
  readonly name: string
  readonly row: number
  readonly column: number
  readonly podX: number
  readonly podY: number
}

/** Where a node will stand that is on its way. */
export interface JoiningSpot extends NodeSpot {
  readonly joining: JoiningNode
}

/** Section heading of the far view: a zone and what it holds. */
export interface ZoneSpot {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly nodes: number
  readonly racks: number
}

/** Where everything stands, in world units. Depends on the form and on what there is, never on the camera. */
export interface Layout {
  readonly form: Form
  readonly width: number
  readonly height: number
  readonly plane: PlaneLayout
  readonly nodes: readonly NodeSpot[]
  readonly nodeByName: ReadonlyMap<string, NodeSpot>
  /** Behind the nodes, in the order in which they will be there. */
  readonly joining: readonly JoiningSpot[]
  readonly services: readonly ServiceSpot[]
  readonly ingresses: readonly IngressSpot[]
  readonly volumes: readonly VolumeSpot[]
  readonly pools: readonly PoolSpot[]
  readonly zones: readonly ZoneSpot[]
  readonly lens: Lens
  /** In the lenses that are not by node: where each pod and ghost stands, the owners' cards, and the shelf of closed ports. */
  readonly boxes: ReadonlyMap<string, Box> | null
  readonly ghostBoxes: ReadonlyMap<string, Box>
  readonly cards: readonly OwnerSpot[]
  readonly shelf: Box | null
  /** In the lens of calls: who stands under the Services. */
  readonly entries?: readonly Entry[]
  /** Middle line of the Service band. */
  readonly bandY: number
  readonly bottom: number
}

/**
 * Where everything is in one lens. By node: the control plane, the nodes in rows, the Services under them. `aspect` is about how much
 * wider than high the stage is; the other lenses are cut to it.
 */
export function layout(model: StageModel, form: Form, lens: Lens = 'where', aspect = 1.8): Layout {
  const plane = planeLayout(form, model)
  if (lens === 'owns') return layoutOwns(model, plane, aspect)
  if (lens === 'talks') return layoutTalks(model, plane, aspect)
  if (form.detail === 'far') return layoutFar(model, form, plane)
  const rows = podRows(model, form)
  const w = nodeWidth(form)
  const h = nodeHeight(form, rows)
  const between = form.detail === 'overview' ? 10 * unitOf(form) : gap
  const step = pitch(form)
  const coming = joiningNodes(model)
  const count = model.nodes.length + coming.length
  const lines = Math.ceil(count / form.nodes)
  const full = Math.min(form.nodes, Math.max(count, 1))
  // One short row is centred under the API server; with several rows the columns line up.
  const used = full * w + (full - 1) * between
  const left = (form.width - used) / 2
  const inner = form.pods * step.x - (step.x - (form.detail === 'overview' ? 72 : form.podWidth) * form.pod)
  const places: NodeSpot[] = []
  for (let i = 0; i < count; i++) {
    const row = Math.floor(i / form.nodes)
    const column = i % form.nodes
    const x = left + column * (w + between)
    const y = planeHeight[form.plane] + row * (h + rowGap(form))
    const podX = x + (w - inner) / 2
    const { name } = model.nodes[i] ?? coming[i - model.nodes.length]!
    places.push({ name, x, y, w, h, row, column, podX, podY: y + headHeight(form) })
  }
  const nodes = places.slice(0, model.nodes.length)
  const joining = places.slice(model.nodes.length).map((spot, i) => ({ ...spot, joining: coming[i]! }))
  const bottom = planeHeight[form.plane] + Math.max(1, lines) * h + Math.max(0, lines - 1) * rowGap(form)
  const bandY = bottom + (form.detail === 'normal' ? 48 : 36)
  const nodeByName = new Map(nodes.map((spot) => [spot.name, spot]))
  const byNode = { lens: 'where', boxes: null, ghostBoxes: new Map<string, Box>(), cards: [], shelf: null } as const
  const hasBand = bandHeight(form) > 0
  const ingresses = hasBand ? ingressBand(model.furniture.ingresses, ingressLeft, bandY) : []
  const nothing = { zones: [], volumes: [], pools: [] }
  const draft = { ...byNode, ...nothing, form, width: form.width, plane, nodes, joining, nodeByName, bandY, bottom, ingresses }
  const services = hasBand ? serviceBand(model, draft) : []
  const last = [...services, ...ingresses].reduce((y, spot) => Math.max(y, spot.y + spot.h), bottom + bandHeight(form))
  const volumes = hasBand ? volumeBand(model, form, last + volumesGap) : []
  const under = volumes.reduce((y, spot) => Math.max(y, spot.y + spot.h), last)
  const pools = hasBand ? poolBand(model, form, under + volumesGap) : []
  const end = pools.reduce((y, spot) => Math.max(y, spot.y + spot.h), under)
  return { ...draft, services, volumes, pools, height: end + 6 }
}

/** World box of a slot: pods of a node in rows, ordered by slot for life. */
export function slotBox(form: Form, spot: NodeSpot, slot: number): Box {
  const step = pitch(form)
  const x = spot.podX + (slot % form.pods) * step.x
  const y = spot.podY + Math.floor(slot / form.pods) * step.y
  if (form.detail !== 'normal') return { x, y, w: form.pod * 72, h: form.pod * 72 }
  return { x, y, w: form.podWidth * form.pod, h: podHeight * form.pod }
}

/** World box of a place in the scheduler's queue; null when the queue shows fewer. */
export const queueBox = (layout: Layout, index: number): Box | null => layout.plane.queue[index] ?? null

/** Which slot of a node lies at a point; -1 between the slots. */
export function slotAt(form: Form, spot: NodeSpot, x: number, y: number): number {
  const step = pitch(form)
  const column = Math.floor((x - spot.podX) / step.x)
  const row = Math.floor((y - spot.podY) / step.y)
  if (column < 0 || row < 0 || column >= form.pods) return -1
  const slot = row * form.pods + column
  const box = slotBox(form, spot, slot)
  return x < box.x + box.w && y < box.y + box.h ? slot : -1
}
