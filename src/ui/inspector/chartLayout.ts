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
  /** It went this way. */
  readonly isTaken: boolean
  /** It leads away from where the machine is now. */
  readonly isOpen: boolean
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

type Ways = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Places the states of a machine in rows of at most four: first the way that this one went, in the order in which it went, then what
 * lies beside it, near where it branches off. Of the arrows that were not taken only those are drawn that may come next, and one that
 * leads to each state. A good way, when one is known, comes first instead, so that a chart keeps its shape whatever happens.
 */
export function layoutChart(chart: ChartView, width: number, goodWay: readonly string[] = []): ChartLayout {
  const ways = waysOf(chart)
  const { order, before } = reach(chart, ways)
  const visits = visitsOf(chart)
  const way = goodWay.length ? goodWay : mainWay(order, before, visits)
  const places = placesOf(way, order, besides(way, takenWays(visits, ways), before))
  const columns = Math.min(mostColumns, Math.max(...[...places.values()].map(([column]) => column + 1), 1))
  const w = (width - (columns - 1) * columnGap) / columns
  const boxes = chart.states.map((state): ChartBox => {
    const [column, row] = places.get(state.id)!
    const x = column * (w + columnGap)
    const y = 6 + row * (boxHeight + rowGap)
    return { id: state.id, label: stateLabel(state.id), x, y, w, h: boxHeight, isNow: state.now, entered: state.entered }
  })
  const rows = Math.max(...[...places.values()].map(([, row]) => row + 1), 1)
  const isShown = (from: string, to: string): boolean =>
    goodWay.length ? goodWay.indexOf(to) === goodWay.indexOf(from) + 1 && goodWay.includes(from) : before.get(to) === from
  const arrows = arrowsOf(chart, boxes, takenWays(visits, ways), isShown)
  const low = 6 + (rows - 1) * (boxHeight + rowGap) + boxHeight
  // An arrow along the last row swings below it.
  const swings = arrows.some((arrow) => arrow.y > low)
  return { boxes, arrows, height: low + (swings ? 22 : 6) }
}

function waysOf(chart: ChartView): Ways {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of chart.transitions) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to))
  return next
}

/** States by distance from the first, and the state before each on the way there. */
function reach(chart: ChartView, ways: Ways): { order: readonly string[]; before: ReadonlyMap<string, string> } {
  const ids = chart.states.map((state) => state.id)
  const before = new Map<string, string>()
  const order = ids.slice(0, 1)
  const seen = new Set(order)
  for (let i = 0; i < order.length; i++) {
    for (const to of ways.get(order[i]!) ?? []) {
      if (seen.has(to)) continue
      seen.add(to)
      before.set(to, order[i]!)
      order.push(to)
    }
  }
  return { order: [...order, ...ids.filter((id) => !seen.has(id))], before }
}

/** Every entry into a state, oldest first; of the same moment in the order of the definition, the present state last. */
function visitsOf(chart: ChartView): readonly string[] {
  const entries = chart.states.flatMap(({ id, entered, now }, place) =>
    entered.map((at, i) => ({ id, at, place: now && i === entered.length - 1 ? Infinity : place })),
  )
  return entries.toSorted((a, b) => a.at - b.at || a.place - b.place).map(({ id }) => id)
}

const wayKey = (from: string, to: string): string => `${from}>${to}`

function takenWays(visits: readonly string[], ways: Ways): ReadonlySet<string> {
  const taken = new Set<string>()
  visits.forEach((id, i) => {
    const next = visits[i + 1]
    if (next !== undefined && ways.get(id)?.has(next)) taken.add(wayKey(id, next))
  })
  return taken
}

/** What was visited, in order; of a machine that has not begun, the way to the first of the furthest states that fit in a row. */
function mainWay(order: readonly string[], before: ReadonlyMap<string, string>, visits: readonly string[]): readonly string[] {
  const depth = (id: string): number => (before.has(id) ? 1 + depth(before.get(id)!) : 0)
  const target = order.reduce((far, id) => (depth(id) > depth(far) && depth(id) < mostColumns ? id : far), order[0] ?? '')
  const way: string[] = []
  for (let id: string | undefined = target; id !== undefined; id = before.get(id)) way.unshift(id)
  const visited = [...new Set(visits)]
  if (visited.length >= mostColumns || visited.some((id) => !way.includes(id))) return visited
  return way
}

/** The state that each is to stand near: the last of the way that it was entered from, else the one before it on the shortest way. */
function besides(
  way: readonly string[],
  taken: ReadonlySet<string>,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const near = new Map(before)
  for (const from of way) {
    for (const id of before.keys()) if (taken.has(wayKey(from, id))) near.set(id, from)
  }
  return near
}

/** Column and row of each state. */
function placesOf(
  way: readonly string[],
  order: readonly string[],
  before: ReadonlyMap<string, string>,
): Map<string, readonly [number, number]> {
  const places = new Map<string, readonly [number, number]>()
  // Every other row runs backwards, so that the way goes on below where it stopped.
  way.forEach((id, i) => {
    const row = Math.floor(i / mostColumns)
    const column = i % mostColumns
    places.set(id, [row % 2 ? mostColumns - 1 - column : column, row])
  })
  const taken = new Set([...places.values()].map(([column, row]) => `${column} ${row}`))
  const later = order.filter((id) => !places.has(id))
  // What was entered from a placed state goes beside it, so those come first.
  const depth = (id: string, seen: readonly string[] = []): number =>
    places.has(id) || seen.includes(id) ? 0 : 1 + depth(before.get(id) ?? way[0] ?? id, [...seen, id])
  for (const id of later.toSorted((a, b) => depth(a) - depth(b))) {
    const place = freePlace(taken, places.get(before.get(id) ?? '')?.[0] ?? 0)
    taken.add(`${place[0]} ${place[1]}`)
    places.set(id, place)
  }
  return places
}

/** The free place nearest to a column, in the uppermost row below the first that has one. */
function freePlace(taken: ReadonlySet<string>, near: number): readonly [number, number] {
  for (let row = 1; ; row++) {
    const columns = Array.from({ length: mostColumns }, (_, column) => column).toSorted(
      (a, b) => Math.abs(a - near) - Math.abs(b - near) || b - a,
    )
    const free = columns.find((column) => !taken.has(`${column} ${row}`))
    if (free !== undefined) return [free, row]
  }
}

function arrowsOf(
  chart: ChartView,
  boxes: readonly ChartBox[],
  taken: ReadonlySet<string>,
  isShown: (from: string, to: string) => boolean,
): ChartArrow[] {
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const drawn = new Map<string, { from: ChartBox; to: ChartBox; events: string[] }>()
  for (const { from, to, event } of chart.transitions) {
    const [start, end] = [byId.get(from), byId.get(to)]
    const key = wayKey(from, to)
    if (!start || !end || from === to || !(taken.has(key) || start.isNow || isShown(from, to))) continue
    const arrow = drawn.get(key)
    if (arrow) arrow.events.push(event)
    else drawn.set(key, { from: start, to: end, events: [event] })
  }
  return [...drawn].map(([key, { from, to, events }]) => ({
    key,
    ...curve(from, to, drawn.has(wayKey(to.id, from.id))),
    events: events.join(', '),
    isTaken: taken.has(key),
    isOpen: from.isNow,
  }))
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
