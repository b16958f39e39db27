import type { NodeView } from '../world/frame'
import type { Form } from './form'
import type { StageModel } from './model'
import { octagon } from './outlines'
import { phrase, type Say } from './say'
import { hueTone, path, rect, text, type Box, type Shape } from './shape'
import { clip, textWidth } from './textWidth'

/** A lease that is this much too old shows a flat pulse, before the API server gives the node up. */
const leaseLate = 15_000

/** What a node's card shows beside its view: read from the moment, so that it is rebuilt only when it turns. */
export interface NodeMood {
  readonly late: boolean
  /** Whole seconds since the last lease renewal; 0 while it is not late. */
  readonly silent: number
  /** Whole seconds until pods that a budget keeps are asked for again; -1 while none is kept. */
  readonly again: number
}

/** What is known of a node besides its own view. */
export interface NodeAside {
  /** What its machine costs in an hour, and that nobody needs it; '' when it is of no pool. */
  readonly price: string
  /** Names of the budgets that keep pods on it while it is being emptied. */
  readonly kept: string
}

const nothingAside: NodeAside = { price: '', kept: '' }

export function nodeMood(node: NodeView, time: number): NodeMood {
  const since = time - node.lease
  const lost = node.ready !== 'True'
  const late = lost || since > leaseLate
  const { draining } = node
  const again = draining?.kept.length ? Math.max(0, Math.ceil((draining.next - time) / 1000)) : -1
  return { late, silent: late ? Math.max(0, Math.floor(since / 1000)) : 0, again }
}

/** Middle of the kubelet's dock on the top edge, from the node's left: where control paths land. */
export function dockX(form: Form, w: number): number {
  if (form.detail !== 'normal') return w / 2
  return w - (dockIsShort(w) ? 46 : 71)
}

const dockIsShort = (w: number): boolean => w < 212

/** A node's card at its own origin: name, kubelet's dock, bars of what its pods request. */
export function nodeCard(
  node: NodeView,
  form: Form,
  w: number,
  h: number,
  mood: NodeMood,
  say: Say,
  aside: NodeAside = nothingAside,
): Shape[] {
  const lost = node.ready !== 'True'
  const shapes: Shape[] = []
  if (form.detail === 'overview') {
    shapes.push(rect(0, 0, w, h, 11, { fill: 'card', stroke: lost ? 'trouble' : 'line2', width: lost ? 2 : 1.25 }))
    if (node.unschedulable) shapes.push(rect(6, 26, w - 12, h - 32, 7, { fill: 'hatch', alpha: 0.45 }))
    shapes.push(text(12, 20, clip(node.name, w - 20, 17, false, true), { mono: true, fill: 'ink2', keep: 7 }))
    if (lost) shapes.push(...lostMark(w))
    return shapes
  }
  shapes.push(rect(0, 0, w, h, 16, { fill: 'card', stroke: lost ? 'trouble' : 'line2', width: lost ? 1.75 : 1.25 }))
  const short = dockIsShort(w)
  const dock = short ? 68 : 116
  const room = w - dock - 14 - 20
  const name = fittingName(node.name, room, aside.price !== '')
  shapes.push(text(14, 25, name, { size: 15.5, bold: true }))
  const left = room - textWidth(name, 15.5, true)
  if (node.unschedulable) shapes.push(...cordon(node, form, w, h, left, say))
  else if (aside.price && left > textWidth(aside.price, 12.5) + 10)
    shapes.push(text(14 + room - left + 8, 25, aside.price, { size: 12.5, fill: 'ink3' }))
  shapes.push(...kubelet(w - 14 - dock, dock, short, mood))
  if (form.bars) shapes.push(...bars(node, w))
  if (lost) {
    // Over the card: inside, the words of its pods have the room.
    shapes.push(
      text(14, lostBaseline, lostWords(mood.silent, say), { bold: true, fill: 'trouble', halo: 'stage' }),
      ...lostMark(w),
    )
  } else if (mood.again >= 0) shapes.push(text(14, lostBaseline, keptWords(aside.kept, mood.again, say), { halo: 'stage' }))
  return shapes
}

/** A machine of a pool is told from its siblings by the end of its name. */
function fittingName(name: string, room: number, isPooled: boolean): string {
  const end = `…${name.slice(name.lastIndexOf('-') + 1)}`
  return isPooled && textWidth(name, 15.5, true) > room ? clip(end, room, 15.5, true) : clip(name, room, 15.5, true)
}

const keptWords = (budgets: string, seconds: number, say: Say): string => say(phrase('stage.kept', { budgets, seconds }))

/** Budgets that let none of the pods go that are still to leave a node which is being emptied. */
export function keepersOf({ furniture, places, pods }: StageModel, { name, draining }: NodeView): string {
  if (!draining?.kept.length) return ''
  const kept = new Set(draining.kept)
  const uids = (places.get(name)?.slots ?? []).filter((uid) => {
    const pod = uid === undefined ? undefined : pods.get(uid)
    return pod && kept.has(`${pod.namespace}/${pod.name}`)
  })
  const keepers = furniture.budgets.filter((budget) => budget.allowed === 0 && uids.some((uid) => budget.pods.includes(uid!)))
  return keepers.map((budget) => budget.name).join(', ')
}

const lostBaseline = -10

const lostWords = (seconds: number, say: Say): string =>
  `${say(phrase('stage.node.NotReady'))} · ${say(phrase('stage.silent', { seconds }))}`

/** Where the words over a node lie that is lost or cannot be emptied, from the node's own origin: nothing else may be written there. */
export function wordsOver(model: StageModel, node: NodeView, time: number, say: Say): Box | null {
  const mood = nodeMood(node, time)
  const lost = node.ready !== 'True'
  if (!lost && mood.again < 0) return null
  const said = lost ? lostWords(mood.silent, say) : keptWords(keepersOf(model, node), mood.again, say)
  return { x: 14, y: lostBaseline - 13, w: textWidth(said, 13, lost), h: 17 }
}

function lostMark(w: number): Shape[] {
  return [
    path(octagon(w - 17, -8, 17.6, 17.6, 5.2), { fill: 'trouble', stroke: 'stage', width: 1.5 }),
    path(`M${w - 8.2} -3.6v5.1M${w - 8.2} 5.2v.01`, { stroke: 'on', width: 2.3 }),
  ]
}

/** No new pods here: the free room is hatched, and the word stands beside the name or at the bottom. */
function cordon(node: NodeView, form: Form, w: number, h: number, room: number, say: Say): Shape[] {
  const top = form.bars ? 74 : 40
  const word = say(node.draining ? phrase('stage.draining', { left: node.draining.left }) : phrase('stage.cordoned'))
  const beside = room > textWidth(word, 12.5) + 10
  const name = textWidth(node.name, 15.5, true)
  return [
    rect(6, top, w - 12, h - top - 6, 11, { fill: 'hatch', alpha: 0.4 }),
    beside
      ? text(14 + name + 8, 25, word, { size: 12.5, fill: 'ink2' })
      : text(w - 14, h - 12, word, { size: 12.5, fill: 'ink2', anchor: 'end', halo: 'card' }),
  ]
}

/** The dock, with a pulse that is flat and dotted when no lease renewal came. */
function kubelet(x: number, w: number, short: boolean, mood: NodeMood): Shape[] {
  const outline = `M${x} 0v22a9 9 0 0 0 9 9h${w - 18}a9 9 0 0 0 9 -9v-22Z`
  const shapes: Shape[] = [path(outline, { fill: 'raise', stroke: 'line2', width: 1.25 })]
  if (!short) shapes.push(text(x + 10, 20, 'kubelet', { size: 12.5, fill: 'ink2', keep: 9 }))
  shapes.push(pulse(x + w - 48, 15.5, 40, mood.late))
  return shapes
}

/** The kubelet's line: one beat, or dots. */
export function pulse(x: number, y: number, w: number, late: boolean): Shape {
  if (late) return path(`M${x} ${y}H${x + w}`, { stroke: 'trouble', width: 1.75, dash: [2, 4], cap: 'butt' })
  const k = w / 40
  const beat = `M${x} ${y}H${x + 12 * k}l${3 * k} -3l${4 * k} 10l${5 * k} -15l${4 * k} 10l${2 * k} -2H${x + w}`
  return path(beat, { stroke: 'ink2', width: 1.75 })
}

function bars(node: NodeView, w: number): Shape[] {
  const cpu = node.requests.map(([hue, millicores]) => [hue, millicores / Math.max(1, node.cpu)] as const)
  const memory = node.requests.map(([hue, , bytes]) => [hue, bytes / Math.max(1, node.memory)] as const)
  return [...bar(42, w, 'CPU', cpu), ...bar(58, w, 'Mem', memory)]
}

/** Requests stacked by hue with a 1 px gap, and their sum in percent. */
function bar(y: number, w: number, label: string, parts: readonly (readonly [number, number])[]): Shape[] {
  const x = 52
  const full = w - 28 - 38 - 42
  const shapes: Shape[] = [text(14, y + 8, label, { size: 12.5, fill: 'ink3' }), rect(x, y, full, 9, 4.5, { fill: 'raise' })]
  let at = 0
  for (const [hue, share] of parts) {
    const part = Math.min(share, 1 - at)
    if (part * full < 0.5) continue
    const first = at === 0
    const left = x + at * full + (first ? 0 : 1)
    shapes.push(rect(left, y, Math.max(1, part * full - (first ? 0 : 1)), 9, first ? 4.5 : 1.5, { fill: hueTone(hue) }))
    at += part
  }
  const sum = parts.reduce((total, [, share]) => total + share, 0)
  shapes.push(text(w - 14, y + 8.5, `${Math.round(sum * 100)}%`, { size: 12.5, anchor: 'end', mono: true, fill: 'ink2' }))
  return shapes
}
