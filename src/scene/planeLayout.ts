import { margin, podHeight, type Form } from './form'
import type { StageModel } from './model'
import type { Box } from './shape'

/** Places inside the control plane's frame. */
export interface PlaneLayout {
  /** The frame around all; null in the slim plane. */
  readonly frame: Box | null
  readonly chips: readonly (Box & { readonly name: string })[]
  /** Where the one controller stands that acts now; null where they all have their places, or none has. */
  readonly acting: Box | null
  /** Point at which all controllers meet the API server's side. */
  readonly chipsRight: number
  /** Of no size where it is left out. */
  readonly etcd: Box
  readonly api: Box
  readonly scheduler: Box
  /** Places of Pending pods, first in line first; `queueScale` is their size against the nominal pod. */
  readonly queue: readonly Box[]
  readonly queueScale: number
  /** Where the table of scores stands; null when there is no room. */
  readonly scores: Box | null
}

/** Loops that work for what a person wrote, in this order. */
const working = ['deployment', 'replicaset', 'statefulset', 'daemonset', 'job', 'cronjob', 'horizontalpodautoscaler']
/** Loops that always have something to do. */
const steady = ['endpointslice', 'node', 'nodelifecycle']

/** Controllers that have a place of their own, in this order; others follow while there is room. Loops without work come last. */
function order(model: StageModel): readonly string[] {
  const busy = busyLoops(model)
  return [...(busy.length ? busy : working.slice(0, 2)), ...steady, ...working.filter((name) => !busy.includes(name))]
}

function busyLoops({ furniture }: StageModel): readonly string[] {
  const kinds = new Set([...furniture.owners, ...furniture.autoscalers].map(({ kind }) => kind.toLowerCase()))
  return working.filter((name) => kinds.has(name))
}

/** Does a loop work for something that a person wrote and that is there? */
export const isWorking = (model: StageModel, name: string): boolean => busyLoops(model).includes(plainName(name))

/** The controllers to show: those with work first, then the rest as the read model has them. */
export function shownControllers(model: StageModel, count: number): string[] {
  const names = model.plane?.controllers.map((controller) => controller.name) ?? []
  const first = order(model)
  const rank = (name: string) => {
    const at = first.indexOf(plainName(name))
    return at < 0 ? first.length : at
  }
  return names
    .map((name, i) => ({ name, i }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.i - b.i)
    .slice(0, count)
    .map(({ name }) => name)
}

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/-?controller$/, '')
    .replace(/[^a-z]/g, '')

export function planeLayout(form: Form, model: StageModel): PlaneLayout {
  if (form.plane === 'full') return full(form, model)
  if (form.plane === 'narrow') return narrow(form, model)
  return form.plane === 'room' ? room(form) : slim(form)
}

function full(form: Form, model: StageModel): PlaneLayout {
  const names = shownControllers(model, 4)
  const queueAt = (x: number): Box => ({ x, y: 38, w: 72, h: podHeight })
  return {
    frame: { x: margin, y: 0, w: form.width - 2 * margin, h: 168 },
    chips: names.map((name, i) => ({ name, x: 34 + (i % 2) * 176, y: 36 + Math.floor(i / 2) * 48, w: 166, h: 42 })),
    acting: null,
    chipsRight: 376,
    etcd: { x: 420, y: 14, w: 352, h: 58 },
    api: { x: 420, y: 94, w: 352, h: 66 },
    scheduler: { x: 802, y: 8, w: 312, h: 152 },
    queue: [queueAt(810), queueAt(892)],
    queueScale: 1,
    scores: { x: 986, y: 44, w: 120, h: 90 },
  }
}

function narrow(form: Form, model: StageModel): PlaneLayout {
  const names = shownControllers(model, 3)
  // In a wider world the API server and the scheduler share what there is more.
  const spare = form.width - 776
  const [middle, right] = [Math.round(spare * 0.6), Math.round(spare * 0.4)]
  return {
    frame: { x: margin, y: 0, w: form.width - 2 * margin, h: 168 },
    chips: names.map((name, i) => ({ name, x: 32, y: 34 + i * 42, w: 196, h: 38 })),
    acting: null,
    chipsRight: 228,
    etcd: { x: 258, y: 12, w: 268 + middle, h: 60 },
    api: { x: 258, y: 94, w: 268 + middle, h: 62 },
    scheduler: { x: 550 + middle, y: 8, w: 200 + right, h: 152 },
    queue: [{ x: 556 + middle, y: 38, w: 64, h: podHeight }],
    queueScale: 1,
    scores: { x: 638 + middle, y: 44, w: 112 + right, h: 90 },
  }
}

/** What acts, the API server and the scheduler, with ways between them for what flies. */
function room(form: Form): PlaneLayout {
  const side = Math.round(form.width * 0.29)
  const w = Math.round(form.width * 0.208)
  const api = { x: (form.width - w) / 2, y: 11, w, h: 47 }
  const etcd = { x: api.x, y: 35, w: 0, h: 0 }
  const scheduler = { x: form.width - margin - side, y: 11, w: side, h: 47 }
  return {
    ...slim(form),
    acting: { x: margin, y: 11, w: side, h: 47 },
    chipsRight: margin + side,
    etcd,
    api,
    ...queueIn(scheduler),
  }
}

const queueIn = (scheduler: Box) => ({
  scheduler,
  queue: [{ x: scheduler.x + scheduler.w - 38, y: scheduler.y + 10, w: 28, h: 28 }],
})

function slim(form: Form): PlaneLayout {
  const isTight = form.width < 560
  const mid = form.width / 2
  const api = isTight ? { x: margin, y: 11, w: mid - margin - 40, h: 47 } : { x: mid - 84, y: 11, w: 168, h: 47 }
  const scheduler = isTight
    ? { x: mid - 10, y: 11, w: mid - margin + 10, h: 47 }
    : { x: Math.min(form.width - margin - 184, api.x + api.w + 74), y: 11, w: 186, h: 47 }
  return {
    frame: null,
    chips: [],
    acting: null,
    chipsRight: 0,
    etcd:
      form.detail === 'normal' && form.width <= 720 ? { x: api.x, y: 35, w: 0, h: 0 } : { x: api.x - 100, y: 16, w: 78, h: 36 },
    api,
    ...queueIn(scheduler),
    queueScale: 28 / 72,
    scores: null,
  }
}
