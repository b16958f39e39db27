import type {
  ControlPlaneView,
  DetailView,
  Diagnostic,
  DocumentStatus,
  DriftView,
  Frame,
  Furniture,
  GhostView,
  MarkView,
  NodeView,
  PodView,
  ServiceView,
} from '../world/frame'
import { noFurniture } from '../world/frameFurniture'

/** All that the page knows of the world at one moment. Parts that did not change keep their identity. */
export interface View {
  readonly now: number
  readonly end: number
  readonly pods: ReadonlyMap<string, PodView>
  readonly nodes: readonly NodeView[]
  readonly services: readonly ServiceView[]
  readonly ghosts: readonly GhostView[]
  readonly drift: readonly DriftView[]
  readonly plane: ControlPlaneView | null
  readonly furniture: Furniture
  /** Oldest first, up to `end`: what lies after `now` was computed before time was turned back. */
  readonly marks: readonly MarkView[]
  readonly driftLine: readonly (readonly [number, number])[]
  readonly documents: readonly DocumentStatus[]
  readonly diagnostics: readonly Diagnostic[]
  readonly detail: DetailView | null
}

/** What is known before the first frame: nothing. */
export const emptyView: View = {
  now: 0,
  end: 0,
  pods: new Map(),
  nodes: [],
  services: [],
  ghosts: [],
  drift: [],
  plane: null,
  furniture: noFurniture,
  marks: [],
  driftLine: [],
  documents: [],
  diagnostics: [],
  detail: null,
}

/** The view after a frame. Costs what the frame holds, and a new pod map only when a pod changed. */
export function absorb(view: View, frame: Frame): View {
  const base = frame.reset ? emptyView : view
  return {
    now: frame.now,
    end: frame.end,
    pods: podsAfter(base.pods, frame),
    nodes: frame.nodes ?? base.nodes,
    services: frame.services ?? base.services,
    ghosts: frame.ghosts ?? base.ghosts,
    drift: frame.drift ?? base.drift,
    plane: frame.plane ?? base.plane,
    furniture: frame.furniture ?? base.furniture,
    marks: historyAfter(view, view.marks, frame.marks, frame, (mark) => mark.at),
    driftLine: historyAfter(view, view.driftLine, frame.driftLine, frame, ([at]) => at),
    documents: frame.documents ?? base.documents,
    diagnostics: frame.diagnostics ?? base.diagnostics,
    detail: frame.detail === undefined ? base.detail : frame.detail,
  }
}

/** All of a view as one frame, for whoever begins to look in the middle of a run. What was under way is not told. */
export const frameOf = ({ pods, ...rest }: View): Frame => ({
  ...rest,
  reset: true,
  pods: [...pods.values()],
  gonePods: [],
  messages: [],
  plane: rest.plane ?? undefined,
})

function podsAfter(before: ReadonlyMap<string, PodView>, frame: Frame): ReadonlyMap<string, PodView> {
  if (!frame.reset && !frame.pods.length && !frame.gonePods.length) return before
  const pods = new Map(before)
  for (const uid of frame.gonePods) pods.delete(uid)
  for (const pod of frame.pods) pods.set(pod.uid, pod)
  return pods
}

/**
 * History after a frame. Going back keeps what was seen of the future, for it will come again unless somebody changes something;
 * a branch shows as an `end` before what is kept.
 */
function historyAfter<T>(
  view: View,
  kept: readonly T[],
  fresh: readonly T[],
  frame: Frame,
  at: (item: T) => number,
): readonly T[] {
  const known = firstIndex(kept, view.now + tick, at)
  if (!frame.reset && known === kept.length) return fresh.length ? kept.concat(fresh) : kept
  const past = frame.reset ? [] : kept.slice(0, known)
  const future = kept.slice(firstIndex(kept, frame.now + tick, at), firstIndex(kept, frame.end + tick, at))
  return [...past, ...fresh, ...future]
}

/** Less than any step of virtual time that matters, so that "after now" leaves out now itself. */
const tick = 1e-6

/** Index of the first item at or after a time, by bisection. */
export function firstIndex<T>(items: readonly T[], time: number, at: (item: T) => number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(items[middle]!) < time) low = middle + 1
    else high = middle
  }
  return low
}
