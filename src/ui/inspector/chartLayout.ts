import type { ChartView } from '../../world/frame'

export interface ChartBox {
  readonly id: string
  readonly label: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly isNow: boolean
  readonly entered: readonly number[]
}

export interface ChartArrow {
  readonly key: string
  /** SVG path from border to border. */
  readonly d: string
  /** Tip and direction of the arrow head. */
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly events: string
  /** Both ends were visited, so this way was open to it. */
  readonly isTaken: boolean
}

export interface ChartLayout {
  readonly boxes: readonly ChartBox[]
  readonly arrows: readonly ChartArrow[]
  readonly height: number
}

const mostColumns = 4
export const boxHeight = 46
const rowGap = 40
const columnGap = 20

/** `imagePull.waiting` as a person reads it: `Waiting`. */
export function stateLabel(id: string): string {
  const last = id.split('.').at(-1) ?? id
  return last.charAt(0).toUpperCase() + last.slice(1)
}

/**
 * Places the states of a machine in rows of at most four: first the way that leads on, in order of distance from the start, then what
 * branches off from it, near where it branches.
 */
export function layoutChart(chart: ChartView, width: number): ChartLayout {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of chart.transitions) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to))
  const places = placesOf(chart.states.map((state) => state.id), next)
  const columns = Math.min(mostColumns, Math.max(...[...places.values()].map(([column]) => column + 1), 1))
  const w = (width - (columns - 1) * columnGap) / columns
  const boxes = chart.states.map((state): ChartBox => {
    const [column, row] = places.get(state.id)!
    const x = column * (w + columnGap)
    const y = 6 + row * (boxHeight + rowGap)
    return { id: state.id, label: stateLabel(state.id), x, y, w, h: boxHeight, isNow: state.now, entered: state.entered }
  })
  const rows = Math.max(...[...places.values()].map(([, row]) => row + 1), 1)
  return { boxes, arrows: arrowsOf(chart, boxes), height: 12 + rows * boxHeight + (rows - 1) * rowGap }
}

/** Column and row of each state. The main way is the longest shortest path from the first state. */
function placesOf(ids: readonly string[], next: ReadonlyMap<string, ReadonlySet<string>>): Map<string, readonly [number, number]> {
  const before = new Map<string, string>()
  const order = ids.slice(0, 1)
  const seen = new Set(order)
  for (let i = 0; i < order.length; i++) {
    for (const to of next.get(order[i]!) ?? []) {
      if (seen.has(to)) continue
      seen.add(to)
      before.set(to, order[i]!)
      order.push(to)
    }
  }
  for (const id of ids) if (!seen.has(id)) order.push(id)
  const way: string[] = []
  for (let id: string | undefined = furthest(order, before); id !== undefined; id = before.get(id)) way.unshift(id)
  const places = new Map<string, readonly [number, number]>()
  way.forEach((id, column) => places.set(id, [column, 0]))
  const taken = new Set([...places.values()].map(([column, row]) => `${column} ${row}`))
  for (const id of order) {
    if (places.has(id)) continue
    const near = places.get(before.get(id) ?? '')?.[0] ?? 0
    const place = freePlace(taken, near)
    taken.add(`${place[0]} ${place[1]}`)
    places.set(id, place)
  }
  return places
}

/** Of the states that still fit in one row with the way to them, the first that is furthest from the start. */
function furthest(order: readonly string[], before: ReadonlyMap<string, string>): string {
  const depth = (id: string): number => (before.has(id) ? 1 + depth(before.get(id)!) : 0)
  return order.reduce((far, id) => (depth(id) > depth(far) && depth(id) < mostColumns ? id : far), order[0] ?? '')
}

/** The free place nearest to a column, in the uppermost row below the first that has one. */
function freePlace(taken: ReadonlySet<string>, near: number): readonly [number, number] {
  for (let row = 1; ; row++) {
    const columns = Array.from({ length: mostColumns }, (_, column) => column).toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near) || b - a)
    const free = columns.find((column) => !taken.has(`${column} ${row}`))
    if (free !== undefined) return [free, row]
  }
}

function arrowsOf(chart: ChartView, boxes: readonly ChartBox[]): ChartArrow[] {
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const events = new Map<string, string[]>()
  for (const { from, to, event } of chart.transitions) {
    if (from === to) continue
    const key = `${from}>${to}`
    events.set(key, [...(events.get(key) ?? []), event])
  }
  return [...events].flatMap(([key, names]) => {
    const [from, to] = key.split('>').map((id) => byId.get(id))
    if (!from || !to) return []
    const isTaken = from.entered.length > 0 && to.entered.length > 0
    return [{ key, ...curve(from, to, events.has(`${to.id}>${from.id}`)), events: names.join(', '), isTaken }]
  })
}

/** From border to border; an arrow with a counterpart keeps to its own half, so the two do not lie on each other. */
function curve(from: ChartBox, to: ChartBox, hasCounterpart: boolean): { d: string; x: number; y: number; angle: number } {
  const shift = hasCounterpart ? (from.x < to.x || (from.x === to.x && from.y < to.y) ? -0.16 : 0.16) : 0
  const sameRow = from.y === to.y
  const isBeside = sameRow && Math.abs(from.x - to.x) < from.w + columnGap + 1
  if (isBeside) {
    const right = to.x > from.x
    const y = from.y + from.h / 2 + shift * from.h
    const x = right ? to.x - 1 : to.x + to.w + 1
    return { d: `M${right ? from.x + from.w : from.x} ${y}L${x} ${y}`, x, y, angle: right ? 0 : Math.PI }
  }
  const down = sameRow || to.y > from.y
  const startX = from.x + from.w * (0.5 + shift + side(to.x - from.x))
  const endX = to.x + to.w * (0.5 + shift + side(from.x - to.x))
  const startY = down ? from.y + from.h : from.y
  const endY = sameRow ? to.y + to.h + 1 : down ? to.y - 1 : to.y + to.h + 1
  const bend = sameRow ? rowGap * 0.6 : Math.max(rowGap * 0.55, Math.abs(endY - startY) * 0.4)
  const endBend = sameRow || !down ? endY + bend : endY - bend
  const d = `M${startX} ${startY}C${startX} ${down ? startY + bend : startY - bend} ${endX} ${endBend} ${endX} ${endY}`
  return { d, x: endX, y: endY, angle: sameRow || !down ? -Math.PI / 2 : Math.PI / 2 }
}

const side = (dx: number): number => Math.sign(dx) * 0.2
