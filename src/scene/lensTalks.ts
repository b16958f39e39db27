import type { PodView } from '../world/frame'
import { entriesBelow, itemsBelow, rowWidth } from './callers'
import { gap, margin, podHeight, type Form } from './form'
import { tagHeight, tagWidth, type IngressSpot } from './ingressBand'
import type { Layout } from './layout'
import type { StageModel } from './model'
import type { PlaneLayout } from './planeLayout'
import type { ServiceSpot } from './serviceBand'
import type { Box } from './shape'
import { textWidth } from './textWidth'

const step = 92
const rowStep = 112
const most = 6
/** What a row of Ingresses adds between Services and users. */
const hop = 96
/** What a row of pods that ask needs more than one of people. */
const tallCallers = 44
const form: Form = { plane: 'slim', detail: 'normal', width: 0, pods: most, nodes: 0, podWidth: 72, pod: 1, bars: false }

/** Traffic enters at the bottom and rises to open ports; pods with a closed port, or behind no Service, stand on a shelf at the right. */
export function layoutTalks(model: StageModel, plane: PlaneLayout, aspect: number): Layout {
  const boxes = new Map<string, Box>()
  const held = new Set<string>()
  const below = itemsBelow(model)
  const columns = model.services.map((service, i) => {
    const pods = service.endpoints.flatMap((uid) => {
      const pod = model.pods.get(uid)
      if (!pod || held.has(uid)) return []
      held.add(uid)
      return [pod]
    })
    pods.sort((a, b) => Number(a.old) - Number(b.old) || byAge(a, b))
    const across = Math.max(1, Math.min(most, Math.ceil(Math.sqrt(pods.length * 2))))
    const rows = Math.ceil(pods.length / across)
    const pill = Math.max(176, textWidth(`Service ${service.name}`, 18, true) + 56, textWidth(service.ports, 13) + 130)
    return { service, pods, across, rows, pill, w: Math.max(pill, across * step - 20, rowWidth(below[i]!)) }
  })
  const asking = new Set(below.flatMap((items) => items.filter(({ kind }) => kind === 'pod').map(({ uid }) => uid)))
  const rest = [...model.pods.values()].filter((pod) => !held.has(pod.uid) && !asking.has(pod.uid)).sort(byAge)
  const rows = Math.max(1, ...columns.map((column) => column.rows))
  const { ingresses } = model.furniture
  const deep = (ingresses.length ? hop : 0) + (asking.size ? tallCallers : 0)
  const tall = 40 + rows * rowStep + 70 + 62 + 110 + deep + (asking.size ? 24 : 0)
  const perColumn = Math.max(1, Math.floor((tall - 40) / rowStep))
  const shelfColumns = Math.ceil(rest.length / perColumn)
  const shelfWidth = rest.length ? shelfColumns * step + 4 : 0
  const used = columns.reduce((sum, column) => sum + column.w + 3 * gap, 0) + (shelfWidth ? shelfWidth + 2 * gap : 0) + 2 * margin
  const width = Math.max(720, used, tall * aspect * 0.9)
  const spare = (width - used) / Math.max(1, columns.length + 1)
  const services: ServiceSpot[] = []
  const pillY = 40 + rows * rowStep + 62
  const bandY = pillY + 126 + deep
  const tagY = pillY + 62 + 46
  let x = margin + spare
  for (const { service, pods, across, pill, w } of columns) {
    const mid = x + w / 2
    pods.forEach((pod, i) => {
      const row = Math.floor(i / across)
      // All rows share one grid, so that lines to the upper ones pass through the gaps.
      const left = mid - (across * step - 20) / 2 + (i % across) * step
      boxes.set(pod.uid, { x: left, y: 40 + (rows - 1 - row) * rowStep, w: 72, h: podHeight })
    })
    const order = service.endpoints
      .filter((uid) => boxes.has(uid))
      .sort((a, b) => boxes.get(a)!.x - boxes.get(b)!.x || boxes.get(b)!.y - boxes.get(a)!.y)
    const between = Math.min(32, (pill - 62) / Math.max(1, order.length - 1))
    const sockets = order.map((pod, i) => ({ pod, x: mid - ((order.length - 1) * between) / 2 + i * between }))
    services.push({ uid: service.uid, x: mid - pill / 2, y: pillY, w: pill, h: 62, sockets })
    x += w + 3 * gap + spare
  }
  const entries = entriesBelow(below, services)
  for (const entry of entries)
    if (entry.kind === 'pod') boxes.set(entry.uid, { x: entry.x - 36, y: bandY - 40, w: 72, h: podHeight })
  const shelfX = width - margin - shelfWidth
  rest.forEach((pod, i) => {
    boxes.set(pod.uid, {
      x: shelfX + 12 + Math.floor(i / perColumn) * step,
      y: 52 + (i % perColumn) * rowStep,
      w: 72,
      h: podHeight,
    })
  })
  const shelf = rest.length ? { x: shelfX, y: 36, w: shelfWidth, h: Math.min(rest.length, perColumn) * rowStep + 12 } : null
  const none = {
    volumes: [],
    pools: [],
    nodes: [],
    joining: [],
    nodeByName: new Map(),
    zones: [],
    cards: [],
    ghostBoxes: new Map<string, Box>(),
  }
  const tags = ingresses.map((ingress): IngressSpot => {
    const w = tagWidth(ingress)
    const entry = entries.find(({ kind, uid }) => kind === 'ingress' && uid === ingress.uid)
    return { uid: ingress.uid, x: (entry?.x ?? width / 2) - w / 2, y: tagY, w, h: tagHeight }
  })
  const base = { form: { ...form, width }, lens: 'talks', width, height: tall, plane, ...none } as const
  return { ...base, services, ingresses: tags, bandY, bottom: pillY, boxes, shelf, entries }
}

const byAge = (a: PodView, b: PodView): number => a.createdAt - b.createdAt || (a.uid < b.uid ? -1 : 1)
