import type { AutoscalerView, BudgetView, OwnerView } from '../world/frame'
import { gap, margin, podHeight, type Form } from './form'
import type { Layout } from './layout'
import type { StageModel } from './model'
import { ownerApps, type OwnerApp, type OwnerGroup } from './owners'
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
  readonly owner: OwnerView | null
  /** Set on the card of an autoscaler. */
  readonly scaler: AutoscalerView | null
  readonly budget: BudgetView | null
  readonly pods: readonly string[]
  /** Index of the card above, or -1. */
  readonly parent: number
  /** Columns of pods go in pairs; a trunk runs down between the two of each. */
  readonly trunks: readonly number[]
}

const cardHeight = 62
/** Between two cards that hang from one another. */
const levelGap = 52
const pairWidth = 2 * 72 + 32
const pairGap = 24
const rowStep = 100
const longest = 4

const form: Form = { plane: 'slim', detail: 'normal', width: 0, pods: 2, nodes: 0, podWidth: 72, pod: 1, bars: false }

/** Owners over owned, newest revision left; apps side by side in order of first appearance. */
export function layoutOwns(model: StageModel, plane: PlaneLayout, aspect: number): Layout {
  const apps = ownerApps(model)
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
  const none = { nodes: [], nodeByName: new Map(), services: [], ingresses: [], volumes: [], joining: [], pools: [], zones: [] }
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

const count = (one: OwnerGroup): number => one.pods.length + one.ghosts.length
const rowsOf = (one: OwnerGroup): number => Math.min(longest, Math.ceil(count(one) / 2))
const pairsOf = (one: OwnerGroup): number => Math.max(1, Math.ceil(count(one) / (2 * longest)))
const groupWidth = (one: OwnerGroup): number => Math.max(208, pairsOf(one) * (pairWidth + pairGap) - pairGap)
/** Is there an owner between the topmost one and the pods? */
const twoLevels = (app: OwnerApp): boolean => app.groups.some(({ owner }) => owner !== app.root)
/** Height of the card of an autoscaler, and of the branch under it. */
const scalerHeight = (app: OwnerApp): number => (app.scaler ? cardHeight + levelGap : 0)

function sizeOf(app: OwnerApp): [number, number] {
  const width = app.groups.reduce((sum, one) => sum + groupWidth(one) + pairGap, -pairGap)
  const rows = Math.max(...app.groups.map(rowsOf))
  return [width, scalerHeight(app) + (twoLevels(app) ? 2 * cardHeight + levelGap : cardHeight) + 32 + rows * rowStep]
}

function placeApp(
  app: OwnerApp,
  x: number,
  top: number,
  w: number,
  cards: OwnerSpot[],
  boxes: Map<string, Box>,
  ghosts: Map<string, Box>,
): void {
  const { scaler } = app
  const deep = twoLevels(app)
  const all = app.groups.flatMap((one) => one.pods.map((pod) => pod.uid))
  const base = { hue: app.hue, old: false, owner: null, scaler: null, budget: null, parent: -1, tag: '' }
  const blank = { ...base, y: top, w, h: cardHeight, x, pods: all, trunks: [] }
  if (scaler) cards.push({ ...blank, uid: scaler.uid, kind: scaler.kind, name: scaler.name, scaler })
  const root = cards.length
  const y = top + scalerHeight(app)
  cards.push({
    ...blank,
    uid: app.root?.uid ?? `app:${app.name}`,
    kind: app.root?.kind ?? 'Pod',
    name: app.name,
    y,
    owner: app.root,
    budget: app.budget,
    parent: scaler ? root - 1 : -1,
    trunks: deep ? [] : trunksOf(app.groups[0]!, x),
  })
  let left = x
  for (const one of app.groups) {
    const wide = groupWidth(one)
    const level = deep ? y + cardHeight + levelGap : y
    if (deep) {
      const spot = {
        x: left,
        y: level,
        w: wide,
        h: cardHeight,
        trunks: trunksOf(one, left),
        pods: one.pods.map((pod) => pod.uid),
      }
      const { uid = '', kind = '', name = app.name, tag = '' } = one.owner ?? {}
      cards.push({ ...base, ...spot, uid, kind, name, tag, owner: one.owner, old: one.old, parent: root })
    }
    const podsTop = level + cardHeight + 32
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

function trunksOf(one: OwnerGroup, left: number): number[] {
  const wide = groupWidth(one)
  const start = left + (wide - pairsOf(one) * (pairWidth + pairGap) + pairGap) / 2
  return Array.from({ length: pairsOf(one) }, (_, i) => start + i * (pairWidth + pairGap) + pairWidth / 2)
}
