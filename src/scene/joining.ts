import type { PoolView, Span } from '../world/frame'
import { clockArc } from './outlines'
import { phrase, type Say } from './say'
import { circle, path, rect, text, type Shape } from './shape'
import type { StageModel } from './model'
import { poolPrice } from './poolShapes'
import { clip } from './textWidth'

/** A machine that was asked for and is no node yet. */
export interface JoiningNode {
  readonly name: string
  readonly pool: PoolView
  /** On its way; null when it has power and its kubelet has not registered it yet. */
  readonly span: Span | null
}

/** The machines of all pools that are no nodes yet, those that come first first. */
export function joiningNodes({ furniture, nodes }: StageModel): readonly JoiningNode[] {
  if (furniture.pools.length === 0) return nobody
  const known = new Set(nodes.map(({ name }) => name))
  const started = furniture.pools.flatMap((pool) =>
    pool.nodes.filter((name) => !known.has(name)).map((name): JoiningNode => ({ name, pool, span: null })),
  )
  const coming = furniture.pools
    .flatMap((pool) => pool.arrivals.map(({ name, span }) => ({ name, pool, span })))
    .sort((a, b) => a.span.until - b.span.until || (a.name < b.name ? -1 : 1))
  return [...started, ...coming]
}

const nobody: readonly JoiningNode[] = []

/** Nodes and those that are to be: all of them have a place. */
export const placeCount = (model: StageModel): number => model.nodes.length + joiningNodes(model).length

/** Whole seconds until it joins; 0 while its kubelet starts. */
export const secondsToJoin = ({ span }: JoiningNode, time: number): number =>
  span ? Math.max(0, Math.ceil((span.until - time) / 1000)) : 0

/** The outline of a node that is on its way, at its own origin: its name, what it will be, and how long it takes. */
export function joiningCard(node: JoiningNode, w: number, h: number, small: boolean, time: number, say: Say): Shape[] {
  const dots = { stroke: 'line2', width: 1.75, dash: [0.1, 6], cap: 'round' } as const
  const name = (size: number, y: number): Shape =>
    text(small ? 12 : 14, y, clip(node.name, w - 28, size, true), { size, bold: true, fill: 'ink2', keep: 7 })
  if (small) return [rect(0, 0, w, h, 11, dots), name(15, 20)]
  const seconds = secondsToJoin(node, time)
  const { cpu, memory } = node.pool.machine
  const about = [say(phrase('stage.machine', { cpu, memory })), poolPrice(node.pool, say)].filter(Boolean).join(' · ')
  const [x, y] = [w / 2, Math.max(88, h / 2 - 8)]
  const part = node.span ? (time - node.span.from) / Math.max(1, node.span.until - node.span.from) : 1
  return [
    rect(0, 0, w, h, 16, dots),
    name(15.5, 25),
    text(14, 46, clip(about, w - 28, 12.5), { size: 12.5, fill: 'ink3' }),
    circle(x, y, 22, { stroke: 'line2', width: 1.25 }),
    path(clockArc(x, y, 22, part), { stroke: 'ink2', width: 4 }),
    ...(seconds ? [text(x, y + 5, String(seconds), { size: 14, bold: true, anchor: 'middle', mono: true })] : []),
    text(x, y + 44, say(phrase(seconds ? 'stage.joining' : 'stage.registering', { seconds })), {
      size: 13,
      anchor: 'middle',
      fill: 'ink2',
    }),
  ]
}
