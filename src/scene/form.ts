import type { Viewport } from './camera'
import type { StageModel } from './model'

/**
 * How the world is arranged: which control plane, how wide, how many pods and nodes in a row. A form is chosen once for a size of
 * cluster and stage; while it stands, every place in the world is fixed, whatever the camera does.
 */
export interface Form {
  readonly plane: 'full' | 'narrow' | 'slim'
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
export const planeHeight: Readonly<Record<Form['plane'], number>> = { full: 242, narrow: 242, slim: 112 }

/** From a node's top edge to its first pod. */
export const headHeight = (form: Form): number => (form.detail === 'overview' ? 30 : form.bars ? 80 : 46)

/** Distance from pod to pod, across and down. The gap across is the gutter of traffic lines, below is room for the state word. */
export function pitch(form: Form): { readonly x: number; readonly y: number } {
  if (form.detail === 'overview') return { x: 21, y: 21 }
  if (form.detail === 'far') return { x: 2, y: 2 }
  return { x: (form.podWidth + (form.podWidth < 72 ? 10 : 12)) * form.pod, y: (podHeight + 22) * form.pod }
}

/** World width of one node. */
export function nodeWidth(form: Form): number {
  if (form.detail === 'overview') return 8 + form.pods * 21 + 12
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
  form.detail === 'overview' ? headHeight(form) + rows * 21 + 3 : headHeight(form) + rows * pitch(form).y + (form.bars ? 4 : 8)

/** Height of the band with users and Services under the nodes. */
export const bandHeight = (form: Form): number => (form.plane === 'slim' ? (form.detail === 'normal' ? 0 : 64) : 98)

/** Space between rows of nodes: control paths pass there too. */
export const rowGap = (form: Form): number => (form.detail === 'overview' ? 10 : 34)

/** World height of the whole arrangement, without placing anything. */
export function formHeight(model: StageModel, form: Form): number {
  const rows = Math.max(1, Math.ceil(model.nodes.length / form.nodes))
  const height = nodeHeight(form, podRows(model, form))
  return planeHeight[form.plane] + rows * height + (rows - 1) * rowGap(form) + bandHeight(form) + 6
}

const normal = (plane: Form['plane'], pods: number, nodes: number, podWidth = 72, pod = 1): Form => ({
  plane,
  detail: 'normal',
  width: plane === 'full' ? 1140 : plane === 'narrow' ? 776 : 720,
  pods,
  nodes,
  podWidth,
  pod,
  bars: plane !== 'slim',
})

const large = [
  normal('full', 4, 3),
  normal('full', 3, 4),
  normal('full', 2, 5),
  normal('narrow', 3, 3, 64),
  normal('narrow', 4, 2),
  normal('narrow', 2, 4, 64),
]
const small = [normal('slim', 2, 3, 72, 1.22), normal('slim', 3, 3, 64, 0.9), normal('slim', 2, 4, 64, 0.98)]
const overview: Form = { plane: 'slim', detail: 'overview', width: 1140, pods: 6, nodes: 7, podWidth: 72, pod: 16 / 72, bars: false }

/** Below this zoom texts of 12.5 px would have to be shrunk, so a level of detail is dropped instead. */
const least = 0.72

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
export function chooseForm(model: StageModel, view: Viewport, present: Form | null, embed = false): Form {
  const candidates = embed || view.height - view.inset.top - view.inset.bottom < 340 ? small : large
  const worth = (form: Form) => {
    const k = Math.min(1.25, fitScale(model, form, view))
    // A little is given for using the width well: three nodes in a form for three.
    const idle = model.nodes.length < form.nodes ? 0.03 * (form.nodes - model.nodes.length) : 0
    return k - idle
  }
  let best = candidates[0]!
  for (const form of candidates) if (worth(form) > worth(best) + 1e-9) best = form
  if (present && present.detail === 'normal' && candidates.some((form) => same(form, present))) {
    const now = worth(present)
    if (now >= least * 0.9 && worth(best) < now * 1.15) return present
  }
  const room = present && present.detail !== 'normal' ? least * 1.1 : least
  if (model.nodes.length === 0 || worth(best) >= room) return best
  return chooseOverview(model, view, present)
}

function chooseOverview(model: StageModel, view: Viewport, present: Form | null): Form {
  const width = Math.max(1, view.width - view.inset.left - view.inset.right)
  const height = Math.max(1, view.height - view.inset.top - view.inset.bottom)
  const count = model.nodes.length
  const cell = nodeWidth(overview) + 10
  const tall = nodeHeight(overview, podRows(model, overview)) + 10
  // As many columns as make the grid of nodes about as wide as the stage is.
  const wanted = Math.ceil(Math.sqrt((count * tall * width) / (height * cell)))
  const columns = Math.max(7, wanted)
  const form = { ...overview, nodes: columns, width: columns * cell - 10 + 2 * margin }
  if (fitScale(model, form, view) * 16 < 7) return chooseFar(model)
  if (present && present.detail === 'overview' && fitScale(model, present, view) > fitScale(model, form, view) * 0.85) return present
  return form
}

/** A node is 7 x 5 dots of 2; racks of 2 x 20 nodes stand side by side. */
function chooseFar(model: StageModel): Form {
  const racks = Math.ceil(model.nodes.length / 40)
  const columns = Math.min(42, Math.max(10, Math.ceil(Math.sqrt(racks * 12))))
  const width = Math.max(720, columns * 32 + 2 * margin)
  return { plane: 'slim', detail: 'far', width, pods: 7, nodes: columns, podWidth: 72, pod: 2 / 72, bars: false }
}

const same = (a: Form, b: Form): boolean =>
  a.plane === b.plane && a.detail === b.detail && a.pods === b.pods && a.nodes === b.nodes && a.podWidth === b.podWidth && a.width === b.width
