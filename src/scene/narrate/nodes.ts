import type { NodeView, Phrase } from '../../world/frame'
import { isTrouble, step, told, type Seen, type Step } from './seen'

/** Nodes that came, went, fell silent, came back, or are being emptied. */
export function nodeSteps(before: Seen, after: Seen): Step[] {
  const steps: Step[] = []
  const were = new Map(before.nodes.map((node) => [node.uid, node]))
  const are = new Set(after.nodes.map(({ uid }) => uid))
  const come = after.nodes.filter(({ uid }) => !were.has(uid))
  if (come.length === 1) steps.push(step(72, come[0]!.uid, told('node.joined', { node: come[0]!.name }), told('node.joinedWhy')))
  else if (come.length) steps.push(step(72, null, told('node.manyJoined', { n: come.length }), told('node.manyJoinedWhy')))
  for (const node of before.nodes)
    if (!are.has(node.uid)) steps.push(step(76, node.uid, told('node.gone', { node: node.name }), podsLeft(before, node)))
  for (const node of after.nodes) {
    const was = were.get(node.uid)
    if (was && was !== node) steps.push(...changes(was, node, after))
  }
  return steps
}

function changes(was: NodeView, is: NodeView, seen: Seen): Step[] {
  const { name: node, uid } = is
  const steps: Step[] = []
  const say = (weight: number, key: string, body: Phrase | null) => steps.push(step(weight, uid, told(key, { node }), body))
  if (was.powered && !is.powered) say(89, 'node.off', told('node.silentWhy'))
  else if (was.connected && !is.connected) say(89, 'node.cut', told('node.silentWhy'))
  if (was.ready === 'True' && is.ready === 'Unknown') say(93, 'node.lost', podsOn(seen, node, 'node.lostWhy'))
  if (was.ready === 'True' && is.ready === 'False') say(92, 'node.notReady', podsOn(seen, node, 'node.notReadyWhy'))
  if (was.ready !== 'True' && is.ready === 'True') say(82, 'node.back', told('node.backWhy'))
  else if ((!was.powered && is.powered) || (!was.connected && is.connected)) say(79, 'node.on', told('node.onWhy'))
  const { draining } = is
  if (draining && !was.draining)
    steps.push(step(84, uid, told('node.drains', { node, n: draining.left }), drainLine(is, seen.now)))
  else if (draining && draining.kept.length > 0 && was.draining?.kept.length === 0) {
    steps.push(
      step(83, uid, told('node.held', { node, n: draining.kept.length }), told('node.heldWhy', { s: askedIn(is, seen.now) })),
    )
  } else if (was.draining && !draining && is.unschedulable) say(78, 'node.drained', told('node.drainedWhy'))
  else if (!was.unschedulable && is.unschedulable) say(74, 'node.cordoned', told('node.cordonedWhy'))
  else if (was.unschedulable && !is.unschedulable) say(73, 'node.uncordoned', told('node.uncordonedWhy'))
  return steps
}

/** Seconds until the drain asks again. */
const askedIn = ({ draining }: Pick<NodeView, 'draining'>, now: number): number =>
  Math.max(0, Math.ceil(((draining?.next ?? now) - now) / 1000))

/** What a drain does next. */
export const drainLine = ({ draining }: NodeView, now: number): Phrase | null => {
  if (!draining) return null
  if (draining.kept.length === 0) return told('node.drainsWhy')
  return told('node.keptWhy', { n: draining.kept.length, s: askedIn({ draining }, now) })
}

/** What becomes of the pods on a node that is silent. */
function podsOn(seen: Seen, node: string, key: string): Phrase {
  const n = [...seen.pods.values()].filter((pod) => pod.node === node && pod.state !== 'done' && pod.state !== 'failed').length
  return n === 0 ? told('node.lostEmpty') : told(key, { n })
}

function podsLeft(before: Seen, { name }: NodeView): Phrase | null {
  const n = [...before.pods.values()].filter((pod) => pod.node === name && !isTrouble(pod.state)).length
  return n === 0 ? null : told('node.goneWhy', { n })
}
