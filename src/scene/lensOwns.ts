import type { DriftView, PodView } from '../world/frame'
import { gap, margin, podHeight, type Form } from './form'
import type { Layout } from './layout'
import type { StageModel } from './model'
import type { PlaneLayout } from './planeLayout'
import type { Box } from './shape'

/** An owner's card, and what hangs from it. */
export interface OwnerSpot extends Box {
  readonly uid: string
  readonly kind: string
  readonly name: string
  readonly tag: string
  readonly hue: number
  readonly old: boolean
  readonly drift: DriftView | null
  readonly pods: readonly string[]
  /** Index of the card above, or -1. */
  readonly parent: number
  /** Columns of pods go in pairs; a trunk runs down between the two of each. */
  readonly trunks: readonly number[]
}

interface Group {
  readonly owner: string
  readonly old: boolean
  readonly pods: PodView[]
  readonly ghosts: string[]
}

interface App {
  readonly name: string
  readonly hue: number
  readonly drift: DriftView | null
  readonly groups: Group[]
}

const cardHeight = 62
const pairWidth = 2 * 72 + 32
const pairGap = 24
const rowStep = 100
const longest = 4

const form: Form = { plane: 'slim', detail: 'normal', width: 0, pods: 2, nodes: 0, podWidth: 72, pod: 1, bars: false }

/** Second level of ownership that pods hang from, by kind of the root. */
const between: Readonly<Record<string, string>> = { Deployment: 'ReplicaSet', CronJob: 'Job' }

/** Owners over owned, newest revision left; apps side by side in order of first appearance. */
export function layoutOwns(model: StageModel, plane: PlaneLayout, aspect: number): Layout {
  const apps = appsOf(model)
  const sizes = apps.map(sizeOf)
  const width = bestWidth(sizes, aspect)
  const boxes = new Map<string, Box>()
  const ghosts = new Map<string, Box>()
  const cards: OwnerSpot[] = []
  const used = sizes.reduce((sum, [w]) => sum + w, 0) + Math.max(0, sizes.length - 1) * 2 * gap
  // A single line of apps stands in the middle.
  let [x, y, deepest] = [Math.max(margin, (width - used) / 2), 20, 0]
  apps.forEach((app, i) => {
    const [w, h] = sizes[i]!
    if (x > margin && x + w > width - margin + 0.01) {
      x = margin
      y += deepest + 2 * gap
      deepest = 0
    }
    placeApp(app, x, y, w, cards, boxes, ghosts)
    x += w + 2 * gap
    deepest = Math.max(deepest, h)
  })
  const height = y + deepest + margin
  const none = { nodes: [], nodeByName: new Map(), services: [], zones: [] }
  return {
    form: { ...form, width },
    lens: 'owns',
    width,
    height,
    plane,
    ...none,
    bandY: height,
    bottom: height,
    boxes,
    ghostBoxes: ghosts,
    cards,
    shelf: null,
  }
}

/** The width at which the apps, wrapped in rows, fill a stage of this aspect best. */
function bestWidth(sizes: readonly (readonly [number, number])[], aspect: number): number {
  const least = Math.max(560, ...sizes.map(([w]) => w + 2 * margin))
  let [best, found] = [least, 0]
  // Only the widths at which one more app fits in the first row can be better.
  let total = 2 * margin - 2 * gap
  for (const [w] of sizes) {
    total += w + 2 * gap
    const width = Math.max(least, total)
    const scale = Math.min(aspect / width, 1 / flowHeight(sizes, width))
    if (scale > found) [best, found] = [width, scale]
  }
  return best
}

function flowHeight(sizes: readonly (readonly [number, number])[], width: number): number {
  let [x, y, deepest] = [margin, 20, 0]
  for (const [w, h] of sizes) {
    if (x > margin && x + w > width - margin) {
      x = margin
      y += deepest + 2 * gap
      deepest = 0
    }
    x += w + 2 * gap
    deepest = Math.max(deepest, h)
  }
  return y + deepest + margin
}

function appsOf(model: StageModel): App[] {
  const apps = new Map<string, App>()
  const drift = new Map(model.drift.map((one) => [`${one.namespace}/${one.name}`, one]))
  const group = (app: App, owner: string, old: boolean): Group => {
    let known = app.groups.find((one) => one.owner === owner)
    if (!known) app.groups.push((known = { owner, old, pods: [], ghosts: [] }))
    return known
  }
  for (const pod of model.pods.values()) {
    const key = `${pod.namespace}/${pod.owner ? pod.app : pod.name}`
    let app = apps.get(key)
    if (!app)
      apps.set(key, (app = { name: pod.owner ? pod.app : pod.name, hue: pod.hue, drift: drift.get(key) ?? null, groups: [] }))
    group(app, pod.owner, pod.old).pods.push(pod)
  }
  for (const ghost of model.ghosts) {
    const app = [...apps.values()].find(
      (one) => one.drift?.uid === ghost.owner || one.groups.some((other) => other.owner === ghost.owner),
    )
    const newest = app?.groups.find((one) => one.owner === ghost.owner) ?? app?.groups.find((one) => !one.old)
    newest?.ghosts.push(ghost.key)
  }
  for (const app of apps.values()) {
    app.groups.sort((a, b) => Number(a.old) - Number(b.old) || (a.owner < b.owner ? -1 : 1))
    for (const one of app.groups) one.pods.sort((a, b) => a.createdAt - b.createdAt || (a.uid < b.uid ? -1 : 1))
  }
  return [...apps.values()]
}

const count = (one: Group): number => one.pods.length + one.ghosts.length
const rowsOf = (one: Group): number => Math.min(longest, Math.ceil(count(one) / 2))
const pairsOf = (one: Group): number => Math.max(1, Math.ceil(count(one) / (2 * longest)))
const groupWidth = (one: Group): number => Math.max(208, pairsOf(one) * (pairWidth + pairGap) - pairGap)
/** What is between root and pods is drawn where it is known to be there. */
const twoLevels = (app: App): boolean => app.groups.length > 1 || Boolean(app.groups[0]!.owner && between[app.drift?.kind ?? ''])

function sizeOf(app: App): [number, number] {
  const width = app.groups.reduce((sum, one) => sum + groupWidth(one) + pairGap, -pairGap)
  const rows = Math.max(...app.groups.map(rowsOf))
  return [width, (twoLevels(app) ? 2 * cardHeight + 52 : cardHeight) + 32 + rows * rowStep]
}

function placeApp(
  app: App,
  x: number,
  y: number,
  w: number,
  cards: OwnerSpot[],
  boxes: Map<string, Box>,
  ghosts: Map<string, Box>,
): void {
  const kind = app.drift?.kind ?? (app.groups[0]!.owner ? '' : 'Pod')
  const deep = twoLevels(app)
  const root = cards.length
  const base = { hue: app.hue, old: false, drift: app.drift, parent: -1, tag: '' }
  const all = app.groups.flatMap((one) => one.pods.map((pod) => pod.uid))
  const first = app.groups[0]!
  const rootUid = app.drift?.uid ?? (deep ? `app:${app.name}` : first.owner)
  const rootTrunks = deep ? [] : trunksOf(first, x)
  cards.push({ ...base, uid: rootUid, kind, name: app.name, x, y, w, h: cardHeight, pods: all, trunks: rootTrunks })
  let left = x
  for (const one of app.groups) {
    const wide = groupWidth(one)
    const top = deep ? y + cardHeight + 52 : y
    if (deep) {
      const sample = one.pods[0]
      const name = sample ? sample.name.slice(0, -sample.short.length - 1) : app.name
      const tag = sample?.containers.find((container) => container.role === 'main')?.tag ?? ''
      const spot = { x: left, y: top, w: wide, h: cardHeight, trunks: trunksOf(one, left), pods: one.pods.map((pod) => pod.uid) }
      cards.push({
        ...base,
        ...spot,
        uid: one.owner,
        kind: between[kind] ?? '',
        name: name || app.name,
        tag,
        old: one.old,
        parent: root,
      })
    }
    const podsTop = top + cardHeight + 32
    const keys = [...one.pods.map((pod) => [boxes, pod.uid] as const), ...one.ghosts.map((key) => [ghosts, key] as const)]
    keys.forEach(([into, key], i) => {
      const pair = Math.floor(i / (2 * longest))
      const place = i % (2 * longest)
      const px =
        left +
        (wide - pairsOf(one) * (pairWidth + pairGap) + pairGap) / 2 +
        pair * (pairWidth + pairGap) +
        (place % 2) * (72 + 32)
      into.set(key, { x: px, y: podsTop + Math.floor(place / 2) * rowStep, w: 72, h: podHeight })
    })
    left += wide + pairGap
  }
}

function trunksOf(one: Group, left: number): number[] {
  const wide = groupWidth(one)
  const start = left + (wide - pairsOf(one) * (pairWidth + pairGap) + pairGap) / 2
  return Array.from({ length: pairsOf(one) }, (_, i) => start + i * (pairWidth + pairGap) + pairWidth / 2)
}
