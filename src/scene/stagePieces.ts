import type { NodeView, PodView } from '../world/frame'
import { blockedPieces, callPieces } from './callPieces'
import { changePart } from './changes'
import { bandPieces, drumPieces, fencePieces } from './furniturePieces'
import { farGroups } from './farGroups'
import { pitch, unitOf } from './form'
import { ghostBoxes, podBox, waitingPods } from './hit'
import { slotBox, type JoiningSpot, type Layout, type NodeSpot } from './layout'
import { lensPieces } from './lensPieces'
import type { StageModel } from './model'
import { secondsLeft, spanPart } from './motion'
import { joiningCard, secondsToJoin } from './joining'
import { keepersOf, nodeCard, nodeMood } from './nodeCard'
import { poolPrice } from './poolShapes'
import { phrase } from './say'
import { podGroup, ghostGroup } from './podGroup'
import { podWord } from './podWord'
import { routeBox } from './route'
import { controlRoute, trafficRoute, usersRoute } from './routes'
import type { Piece, SceneView } from './scene'
import { servicePill, trafficHint, usersRight, usersShapes } from './serviceShapes'
import { group, grow, hueTone, mix, path, union, type Box, type Shape } from './shape'
import { nodeWords, type Worded } from './words'

/** Pieces of pods by uid, kept while nothing that they depend on changed. */
export type PodMemo = Map<string, PodMemory>

interface PodMemory {
  readonly pod: PodView
  readonly x: number
  readonly y: number
  readonly look: readonly unknown[]
  readonly piece: Piece
  /** The layout in which its place was last looked up. */
  layout: Layout
}

const nothing = { x: 0, y: 0, w: 0, h: 0 }

/** What stands below the control plane, back to front: control paths, nodes, traffic lines, pods, words, Services. */
export function stagePieces(model: StageModel, view: SceneView, memo: PodMemo): Piece[] {
  const { layout } = view
  if (layout.form.detail === 'far') return farGroups(model, layout, view.say)
  const waiting = waitingPods(model)
  const pieces: Piece[] = []
  if (layout.lens !== 'where') pieces.push(...lensPieces(model, view))
  else if (layout.form.detail === 'normal') for (const spot of layout.nodes) pieces.push(controlLine(view, spot))
  if (layout.lens === 'where') {
    model.nodes.forEach((node, i) => pieces.push(nodePiece(model, node, layout.nodes[i]!, view)))
    for (const spot of layout.joining) pieces.push(joiningPiece(spot, view))
    pieces.push(...callPieces(model, view), ...servicePieces(model, view), ...bandPieces(model, view))
  }
  // While the lens changes all pods are on their way, in the moving layer.
  if (view.morph) return pieces
  pieces.push(...podPieces(model, view, memo, waiting), ...drumPieces(model, view, waiting), ...fencePieces(model, view, waiting))
  if (layout.lens === 'where') pieces.push(...blockedPieces(model, view))
  for (const [box, index] of ghostBoxes(model, layout, waiting.length)) {
    const ghost = model.ghosts[index]!
    pieces.push({ key: `ghost:${ghost.key}`, stamp: null, draw: () => ghostGroup(ghost, box, view) })
  }
  return pieces
}

function controlLine(view: SceneView, spot: NodeSpot): Piece {
  return {
    key: `control:${spot.name}`,
    deps: [view.layout],
    stamp: null,
    draw: () => {
      const route = controlRoute(view.layout, spot)
      return group(`control:${spot.name}`, routeBox(route.points), [
        path(route.d, { stroke: 'mute', width: 1.5, dash: [0.1, 5.5] }),
      ])
    },
  }
}

function nodePiece(model: StageModel, node: NodeView, spot: NodeSpot, view: SceneView): Piece {
  const { form } = view.layout
  const pool = model.furniture.pools.find(({ nodes }) => nodes.includes(node.name))
  const idle = pool?.unneeded.find(({ name }) => name === node.name)
  const said = [pool && poolPrice(pool, view.say), idle && view.say(phrase('stage.unneeded', { minutes: idle.minutes }))]
  const aside = { price: said.filter(Boolean).join(' · '), kept: keepersOf(model, node) }
  return {
    key: `node:${node.uid}`,
    deps: [node, spot, form, view.say, aside.price, aside.kept],
    stamp: (time) => {
      const { late, silent, again } = nodeMood(node, time)
      return late ? silent : again >= 0 ? `again ${again}` : ''
    },
    draw: (time) => {
      const unit = unitOf(form)
      const shapes = nodeCard(node, form, spot.w / unit, spot.h / unit, nodeMood(node, time), view.say, aside)
      return group(`node:${node.uid}`, grow(spot, 28), shapes, spot.x, spot.y, unit)
    },
  }
}

function joiningPiece(spot: JoiningSpot, view: SceneView): Piece {
  const { form } = view.layout
  const key = `joining:${spot.name}`
  return {
    key,
    stamp: (time) => secondsToJoin(spot.joining, time),
    draw: (time) => {
      const unit = unitOf(form)
      const shapes = joiningCard(spot.joining, spot.w / unit, spot.h / unit, form.detail === 'overview', time, view.say)
      return group(key, grow(spot, 4), shapes, spot.x, spot.y, unit)
    },
  }
}

function podPieces(model: StageModel, view: SceneView, memo: PodMemo, waiting: readonly string[]): Piece[] {
  const { layout, detail, say, speed, reduced } = view
  const pieces: Piece[] = []
  const look = [detail, layout.form, say, reduced, speed > 8] as const
  const worded = new Map<string, Worded[]>()
  const kept = new Set(model.nodes.flatMap(({ draining }) => draining?.kept ?? []))
  const isWorded = (pod: PodView) => pod.state !== 'ready' || (kept.size > 0 && kept.has(`${pod.namespace}/${pod.name}`))
  const wordy = detail === 'normal' || detail === 'close'
  const alike = (memory: PodMemory) => memory.look.every((value, i) => value === look[i])
  for (const pod of model.pods.values()) {
    const before = memo.get(pod.uid)
    // Nearly always nothing about a pod changed; its words are gathered anew only where words are drawn.
    if (before && before.pod === pod && before.layout === layout && pod.node && !(wordy && isWorded(pod)) && alike(before)) {
      pieces.push(before.piece)
      continue
    }
    const spot = pod.node ? layout.nodeByName.get(pod.node) : undefined
    const box = spot && pod.slot >= 0 ? slotBox(layout.form, spot, pod.slot) : podBox(model, layout, pod.uid, waiting)
    if (!box) continue
    if (isWorded(pod)) {
      const holder = spot ? pod.node : ''
      const list = worded.get(holder)
      const entry = { pod, box, kept: pod.state === 'ready' }
      if (list) list.push(entry)
      else worded.set(holder, [entry])
    }
    if (before && before.pod === pod && before.x === box.x && before.y === box.y && alike(before)) {
      before.layout = layout
      pieces.push(before.piece)
      continue
    }
    const piece: Piece = {
      key: `pod:${pod.uid}`,
      stamp: (pod.span && counts(view)) || model.changes.has(pod.uid) ? (time) => podStamp(model, pod, time, view) : null,
      draw: (time) => {
        if (changePart(model.changes.get(pod.uid), time, view.speed, view.reduced) !== null)
          return group(`pod:${pod.uid}`, nothing, [])
        return podGroup(pod, box, time, view)
      },
    }
    memo.set(pod.uid, { pod, x: box.x, y: box.y, look, piece, layout })
    pieces.push(piece)
  }
  if (memo.size > model.pods.size * 2 + 64) for (const uid of memo.keys()) if (!model.pods.has(uid)) memo.delete(uid)
  if (wordy) pieces.push(...wordPieces(model, view, worded))
  return pieces
}

/** Small glyphs have no arcs and no numbers: they do not change while a span runs. */
const counts = (view: SceneView): boolean => view.detail !== 'overview' && view.detail !== 'far'

/** Equal stamps, equal looks: arcs move in steps too small to see, numbers by their digits; empty while it moves elsewhere. */
function podStamp(model: StageModel, pod: PodView, time: number, view: SceneView): string | number {
  if (changePart(model.changes.get(pod.uid), time, view.speed, view.reduced) !== null) return 'away'
  if (!pod.span || !counts(view)) return ''
  return Math.floor(spanPart(pod.span, time) * 240) * 1000 + (secondsLeft(pod.span, time) % 1000)
}

function wordPieces(model: StageModel, view: SceneView, worded: ReadonlyMap<string, Worded[]>): Piece[] {
  const pieces: Piece[] = []
  const ghosts = ghostBoxes(model, view.layout, waitingPods(model).length)
  const names = new Set([
    ...worded.keys(),
    ...model.ghosts.map((ghost) => (view.layout.nodeByName.has(ghost.node) ? ghost.node : '')),
  ])
  for (const name of names) {
    if (!name && !view.layout.plane.frame && !view.layout.boxes) continue
    const pods = worded.get(name) ?? []
    const spot = view.layout.nodeByName.get(name)
    const reserved = ghosts.filter(
      ([, i]) => (view.layout.nodeByName.has(model.ghosts[i]!.node) ? model.ghosts[i]!.node : '') === name,
    )
    // The word of a pod that is still on its way would stand where the pod is not.
    const present = (time: number) =>
      pods.filter(({ pod }) => changePart(model.changes.get(pod.uid), time, view.speed, view.reduced) === null)
    const due = reserved.flatMap(([, i]) => model.ghosts[i]!.at ?? [])
    const counting =
      due.length > 0 || pods.some(({ pod }) => (pod.state === 'creating' && pod.span) || model.changes.has(pod.uid))
    pieces.push({
      key: `words:${name}`,
      stamp: counting
        ? (time) =>
            present(time)
              .map(({ pod }) => `${pod.uid} ${podWord(pod, time, view.say)?.text}`)
              .concat(due.map((at) => String(Math.ceil((at - time) / 1000))))
              .join('|')
        : null,
      draw: (time) => {
        const step = pitch(view.layout.form)
        const area =
          spot ?? (view.layout.boxes ? { x: 0, y: 0, w: view.layout.width, h: view.layout.height } : view.layout.plane.scheduler)
        return group(
          `words:${name}`,
          grow(area, 8),
          nodeWords(
            present(time),
            reserved.map(([box, i]) => ({ box, ghost: model.ghosts[i]! })),
            !!spot,
            area,
            step,
            time,
            view,
          ),
        )
      },
    })
  }
  return pieces
}

function servicePieces(model: StageModel, view: SceneView): Piece[] {
  const { layout, say } = view
  const pieces: Piece[] = []
  if (!layout.services.length) return pieces
  const from = usersRight(say)
  let called = 0
  model.services.forEach((service, i) => {
    const spot = layout.services[i]
    if (!spot) return
    const tone = hueTone(service.hue)
    const lines: Shape[] = []
    let box: Box = spot
    for (const socket of spot.sockets) {
      const pod = model.pods.get(socket.pod)
      const route = pod && trafficRoute(layout, [socket.x, spot.y], pod)
      if (!route) continue
      lines.push(path(route.d, { stroke: mix(tone, 56, 'stage'), width: 2 }))
      box = union(box, routeBox(route.points))
    }
    if ((service.direct ?? service).rate > 0) {
      const route = usersRoute(
        layout,
        from,
        called++,
        called === 1 && !layout.ingresses.length ? spot.x : spot.x + spot.w / 2,
        spot.y + spot.h,
      )
      lines.push(path(route.d, { stroke: mix(tone, 56, 'stage'), width: 2 }))
      box = union(box, routeBox(route.points))
    }
    if (lines.length)
      pieces.push({ key: `lines:${service.uid}`, stamp: null, draw: () => group(`lines:${service.uid}`, box, lines) })
    const pill = () => group(`service:${service.uid}`, grow(spot, 6), servicePill(service, spot, say))
    pieces.push({ key: `service:${service.uid}`, stamp: null, draw: pill })
  })
  if (called || layout.ingresses.length) {
    const box = { x: 0, y: layout.bandY - 30, w: from + 10, h: 60 }
    pieces.push({ key: 'users', stamp: null, draw: () => group('users', box, usersShapes(layout, say)) })
  }
  if (model.services.length === 1 && layout.form.detail === 'normal') {
    const spot = layout.services[0]!
    const box = { x: spot.x + spot.w, y: spot.y, w: layout.width - spot.x - spot.w, h: spot.h }
    pieces.push({
      key: 'traffic',
      stamp: null,
      draw: () => group('traffic', box, trafficHint(layout, model.services[0]!, spot, say)),
    })
  }
  return pieces
}
