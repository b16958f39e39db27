import type { MessageHead, MessageView } from '../world/frame'
import { changePart } from './changes'
import { cometGroups, mergeTails, messageTone } from './comet'
import { podBox, waitingPods } from './hit'
import { queueBox, slotBox, type Layout } from './layout'
import type { Change, StageModel } from './model'
import { bindEase, easeIn, easeOut, flight, lensEase } from './motion'
import { wordsOver } from './nodeCard'
import { podGroup } from './podGroup'
import { registrySign } from './registrySign'
import type { StagePhraseKey } from './phrases'
import { along, type Route } from './route'
import { routeOf } from './routeCache'
import { messageRoute } from './routes'
import { phrase, type Say } from './say'
import type { SceneView } from './scene'
import { group, text, type Box, type Group, type Tone } from './shape'
import { textWidth } from './textWidth'
import { talking, traffic } from './trafficGroups'

const nowhere: Box = { x: 0, y: 0, w: 0, h: 0 }
const mostLabels = 3

/** Equal messages that set out within this many virtual ms fly as one. */
const together = 90

/** Everything that is in motion at a moment: traffic, changing pods, messages and their labels. */
export function movingGroups(model: StageModel, time: number, view: SceneView): Group[] {
  if (view.layout.form.detail === 'far') return []
  if (view.morph) return travelling(model, time, view, view.morph)
  if (view.layout.lens === 'owns') return changing(model, time, view)
  if (view.layout.lens === 'talks') return [...talking(model, time, view), ...changing(model, time, view)]
  return [...traffic(model, time, view), ...changing(model, time, view), ...messages(model, time, view)]
}

/** Every pod on its way from one lens to the next. */
function travelling(model: StageModel, time: number, view: SceneView, morph: NonNullable<SceneView['morph']>): Group[] {
  const waiting = waitingPods(model)
  const part = lensEase(morph.part)
  const at = (a: number, b: number) => a + (b - a) * part
  const groups: Group[] = []
  for (const pod of model.pods.values()) {
    const to = podBox(model, view.layout, pod.uid, waiting)
    const from = morph.from.get(pod.uid) ?? to
    const end = to ?? from
    if (!from || !end) continue
    const box = { x: at(from.x, end.x), y: at(from.y, end.y), w: at(from.w, end.w), h: at(from.h, end.h) }
    const whole = podGroup(pod, box, time, view)
    groups.push(to ? whole : { ...whole, alpha: 1 - part })
  }
  return groups
}

function changing(model: StageModel, time: number, view: SceneView): Group[] {
  const groups: Group[] = []
  if (model.changes.size === 0) return groups
  let waiting: readonly string[] | null = null
  for (const change of model.changes.values()) {
    const part = changePart(change, time, view.speed, view.reduced)
    if (part === null) continue
    if (change.kind === 'gone') groups.push(...gone(change, part, view))
    else {
      waiting ??= waitingPods(model)
      const box = podBox(model, view.layout, change.pod.uid, waiting)
      const pod = model.pods.get(change.pod.uid)
      if (box && pod) groups.push(...turning({ ...change, pod }, part, box, time, view))
    }
  }
  return groups
}

function gone({ pod }: Change, part: number, view: SceneView): Group[] {
  const box = pod.slot < 0 ? null : podBoxAt(view.layout, pod.node, pod.slot)
  if (!box) return []
  const left = view.reduced ? 1 : 1 - easeIn(part)
  const whole = podGroup(pod, box, Infinity, view)
  const x = box.x + (box.w / 2) * (1 - left)
  const y = box.y + (box.h / 2) * (1 - left)
  return [{ ...whole, x, y, scale: whole.scale * left, alpha: 1 - part }]
}

function podBoxAt(layout: Layout, node: string, slot: number): Box | null {
  const spot = layout.nodeByName.get(node)
  return spot ? slotBox(layout.form, spot, slot) : null
}

function turning(change: Change, part: number, box: Box, time: number, view: SceneView): Group[] {
  const { pod, before } = change
  const now = podGroup(pod, box, time, view)
  if (change.kind === 'bound' && !view.reduced && !view.layout.boxes) {
    const from = queueBox(view.layout, 0) ?? box
    const t = bindEase(part)
    const at = (a: number, b: number) => a + (b - a) * t
    const start = Math.min(from.w / box.w, from.h / box.h)
    return [{ ...now, x: at(from.x, box.x), y: at(from.y, box.y), scale: now.scale * at(start, 1) }]
  }
  const t = change.kind === 'state' && before === 'ready' ? easeIn(part) : easeOut(part)
  const old = podGroup({ ...pod, state: before ?? 'ghost' }, box, time, view)
  return [
    { ...old, key: `${old.key}:before`, alpha: 1 - t * t },
    { ...now, alpha: t },
  ]
}

function messages(model: StageModel, time: number, view: SceneView): Group[] {
  // At such a pace only states change; finding ways for messages that nobody sees would cost the most of a frame.
  if (view.speed > 32) return []
  const { layout } = view
  const flying: { message: MessageView; route: Route; groups: Group[]; head: number; tail: number }[] = []
  const many = model.messages.length > 60
  const served = new Set(model.services.filter((service) => service.rate > 0).map((service) => service.uid))
  const last = new Map<string, number>()
  for (const message of model.messages) {
    if (message.at > time) continue
    // The steady dots already show the requests of a Service under load.
    if ((message.head === 'request' || message.head === 'response') && served.has(message.about)) continue
    const way = messageWay(model, layout, message)
    if (!way) continue
    const { route, kind } = way
    const now = flight(message, route.length, time, view.speed, view.reduced)
    if (!now) continue
    const ahead = last.get(kind)
    if (ahead !== undefined && message.at - ahead < together) continue
    last.set(kind, message.at)
    const ground: Tone =
      route.points[1]! < (layout.plane.frame ? 168 : 0) && route.points[route.points.length - 1]! < 168 ? 'panel' : 'stage'
    const groups = cometGroups(message, route, now, ground, many)
    flying.push({ message, route, groups, head: now.head, tail: now.tail })
  }
  if (layout.plane.acting && flying.length > 1) flying.splice(0, Infinity, flying.reduce(moreTelling))
  const each = flying.flatMap((one) => one.groups)
  const groups = many ? mergeTails(each) : each
  return view.detail === 'overview' || view.detail === 'far'
    ? groups
    : groups.concat(labels(flying, view, () => wordsOnTheWay(model, time, view)))
}

/** For a room one message at a time: the most telling one that flies, and of equals the one that set out first. */
const moreTelling = <T extends { readonly message: MessageView }>(a: T, b: T): T => {
  const by = weightOf(b.message) - weightOf(a.message)
  return by > 0 || (by === 0 && b.message.id < a.message.id) ? b : a
}

const weights: Readonly<Partial<Record<MessageHead, number>>> = {
  failure: 5,
  edit: 4,
  write: 4,
  bind: 4,
  pull: 3,
  status: 2,
  watch: 2,
  lease: 0,
}
const weightOf = ({ head }: MessageView): number => weights[head] ?? 1

/** Where a message flies, and which others are equal to it. */
interface Way {
  readonly route: Route
  readonly kind: string
}

/** The way of each message, found once for a layout. */
const ways = new WeakMap<Layout, WeakMap<MessageView, Way | null>>()

function messageWay(model: StageModel, layout: Layout, message: MessageView): Way | null {
  let known = ways.get(layout)
  if (!known) ways.set(layout, (known = new WeakMap()))
  let way = known.get(message)
  if (way === undefined) {
    const { from, to, head, hue } = message
    const route = routeOf(layout, messageKey(model, message), () => messageRoute(model, layout, from, to))
    way = route && { route, kind: `${from}>${to}>${head}>${hue}` }
    known.set(message, way)
  }
  return way
}

/** Probes and requests depend on where the pod lies, all others only on the actors. */
function messageKey(model: StageModel, message: MessageView): string {
  const uid = message.to.startsWith('pod:') ? message.to.slice(4) : message.from.startsWith('pod:') ? message.from.slice(4) : ''
  return `${message.from}>${message.to}>${uid ? (model.pods.get(uid)?.slot ?? '') : ''}`
}

/** What is written where messages fly: the registry's sign, and the words over nodes. */
function wordsOnTheWay(model: StageModel, time: number, { layout, say }: SceneView): Box[] {
  const sign = model.plane && registrySign(model.plane.registry.speed, layout, say)
  const lost = model.nodes.flatMap((node, i) => {
    const box = wordsOver(model, node, time, say)
    const spot = layout.nodes[i]
    return box && spot ? [{ ...box, x: spot.x + box.x, y: spot.y + box.y }] : []
  })
  return sign ? [...lost, sign.box] : lost
}

/** Labels of the newest messages, three at most, each beside its head where it touches nothing else. */
function labels(
  flying: readonly { message: MessageView; route: Route; head: number; tail: number }[],
  { layout, say }: SceneView,
  written: () => readonly Box[],
): Group[] {
  let taken: Box[] | null = null
  const groups: Group[] = []
  const { plane } = layout
  const wanted = flying
    .filter(({ message }) => message.label)
    .sort((a, b) => rank(b.message) - rank(a.message) || b.message.id - a.message.id)
  for (const { message, route, head } of wanted) {
    if (groups.length === mostLabels) break
    const [x, y] = along(route, head)
    const low = plane.acting ? 0 : plane.frame ? plane.frame.h : plane.api.y + plane.api.h
    // Only the message space has room for words, and for a room the gaps between the parts of the control plane.
    if (y < low + 6 || y > (layout.nodes[0]?.y ?? Infinity) + 4) continue
    const rooms = (taken ??= [...written(), ...flying.flatMap(headBoxes), ...partBoxes(plane)])
    const hasRoom = (box: Box) =>
      box.x >= 6 &&
      box.x + box.w <= layout.width - 6 &&
      box.y >= low + 1 &&
      box.y + box.h <= (layout.nodes[0]?.y ?? Infinity) &&
      !rooms.some((other) => meets(box, other))
    const place = labelsOf(message, layout, say)
      .flatMap((said) => spotsOf(said, x, y))
      .find(({ box }) => hasRoom(box))
    if (!place) continue
    const { said, box, base } = place
    rooms.push(box)
    const fill = messageTone(message) === 'trouble' ? 'trouble' : message.head === 'lease' ? 'ink2' : 'ink'
    groups.push(group(`label:${message.id}`, nowhere, [text(box.x, base, said, { size: 14, fill, halo: 'stage' })]))
  }
  return groups
}

/** Where words may stand beside a head at `x`, `y`, the best place first. */
function spotsOf(said: string, x: number, y: number): { readonly said: string; readonly box: Box; readonly base: number }[] {
  const w = textWidth(said, 14)
  const spots = [
    [x + 14, y - 4],
    [x - 14 - w, y - 4],
    [x + 14, y + 9],
    [x - 14 - w, y + 9],
    [x - w / 2, y - 15],
    [x - w / 2, y + 25],
  ] as const
  return spots.map(([left, base]) => ({ said, box: { x: left, y: base - 13, w, h: 17 }, base }))
}

/** What a message does and is about, and shorter where that finds no room; between the parts of the control plane, for a room, what it does. */
function labelsOf({ from, to, head, label }: MessageView, { plane }: Layout, say: Say): string[] {
  const key = deeds[head]
  if (!key) return [label]
  const deed = say(phrase(key))
  const isPart = (actor: string) => actor.startsWith('controller:') || actor === 'scheduler'
  if (head === 'lease') return [deed]
  if (plane.acting) return [isPart(from) || isPart(to) ? deed : label]
  return [`${deed}: ${label}`, label]
}

const deeds: Readonly<Partial<Record<MessageHead, StagePhraseKey>>> = {
  write: 'stage.head.write',
  bind: 'stage.head.bind',
  status: 'stage.head.status',
  watch: 'stage.head.watch',
  lease: 'stage.head.lease',
}

/** The parts of the control plane between which words may stand. */
const partBoxes = ({ acting, api, scheduler }: Layout['plane']): Box[] => (acting ? [acting, api, scheduler] : [])

/** Heads and tails keep their room. */
const headBoxes = ({ route, head, tail }: { readonly route: Route; readonly head: number; readonly tail: number }): Box[] =>
  [0, 0.3, 0.6, 1].map((part) => {
    const [x, y] = along(route, tail + (head - tail) * part)
    const r = part === 1 ? 9 : 4
    return { x: x - r, y: y - r, w: 2 * r, h: 2 * r }
  })

const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w + 4 && b.x < a.x + a.w + 4 && a.y < b.y + b.h + 2 && b.y < a.y + a.h + 2

/** Failures are said first, lease renewals last. */
const rank = (message: MessageView): number => (message.head === 'failure' ? 2 : message.head === 'lease' ? 0 : 1)
