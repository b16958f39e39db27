import { entryOf, rising } from './askRoutes'
import { blockedPieces, callerWords, callPieces } from './callPieces'
import { ingressTag, type IngressSpot } from './ingressBand'
import { routeFrom, type Route } from './route'
import type { Layout } from './layout'
import type { OwnerSpot } from './lensOwns'
import type { StageModel } from './model'
import { phrase, type Say } from './say'
import type { Piece, SceneView } from './scene'
import type { ServiceSpot } from './serviceBand'
import { person, servicePill } from './serviceShapes'
import { group, grow, hueTone, mix, path, rect, text, type Box, type Shape } from './shape'
import { clip, textWidth } from './textWidth'

/** What holds the pods in the two other lenses: cards with their branches, or Services with their lines. */
export function lensPieces(model: StageModel, view: SceneView): Piece[] {
  return view.layout.lens === 'owns'
    ? ownerPieces(model, view)
    : [...callPieces(model, view), ...talkPieces(model, view), ...callerWords(model, view), ...blockedPieces(model, view)]
}

function ownerPieces(model: StageModel, view: SceneView): Piece[] {
  const { layout, say } = view
  const whole: Box = { x: 0, y: 0, w: layout.width, h: layout.height }
  const branches: Piece = {
    key: 'branches',
    stamp: null,
    draw: () =>
      group(
        'branches',
        whole,
        layout.cards.flatMap((card) => branch(model, layout, card)),
      ),
  }
  const cards = layout.cards.map((card): Piece => {
    const key = `owner:${card.uid}`
    return { key, stamp: null, draw: () => group(key, grow(card, 6), ownerCard(model, card, say)) }
  })
  return [branches, ...cards]
}

/** Trunk from the card above, as wide as its share; stubs to each pod, dashed for those that leave, dotted for those wanted. */
function branch(model: StageModel, layout: Layout, card: OwnerSpot): Shape[] {
  const tone = hueTone(card.hue, card.old)
  const shapes: Shape[] = []
  const parent = layout.cards[card.parent]
  if (parent) {
    const share = card.pods.length / Math.max(1, parent.pods.length)
    const from = [parent.x + parent.w / 2, parent.y + parent.h] as const
    const to = [card.x + card.w / 2, card.y] as const
    const middle = (from[1] + to[1]) / 2
    const d = routeFrom(from, [[[from[0], middle], [to[0], middle], to]]).d
    shapes.push(path(d, { stroke: tone, width: 1.75 + 2 * share }))
  }
  const start = card.y + card.h
  const stub = (box: Box, look: { dash?: readonly number[] }) => {
    const trunk = card.trunks.find((x) => Math.abs(x - box.x - box.w / 2) < 60)
    if (trunk === undefined) return
    const y = box.y + box.h / 2
    const edge = box.x > trunk ? box.x : box.x + box.w
    const d = `M${trunk} ${start}V${y - 12}Q${trunk} ${y} ${edge} ${y}`
    shapes.push(path(d, { stroke: tone, width: 2, ...look }))
  }
  if (!card.trunks.length) return shapes
  for (const uid of card.pods) {
    const box = layout.boxes?.get(uid)
    if (box) stub(box, model.pods.get(uid)?.state === 'term' ? { dash: [4, 6] } : {})
  }
  for (const [key, box] of layout.ghostBoxes) {
    const mine = box.y > card.y && box.x >= card.x && box.x <= card.x + card.w
    if (mine && model.ghosts.some((ghost) => ghost.key === key)) stub(box, { dash: [0.1, 6] })
  }
  return shapes
}

function ownerCard(model: StageModel, card: OwnerSpot, say: Say): Shape[] {
  const tone = hueTone(card.hue, card.old)
  const [long, short] = cardNumbers(model, card, say)
  const fits = textWidth(card.name, 17, true) + textWidth(long, 15, true) < card.w - 48
  const said = fits ? long : short
  const kind = [card.kind, card.tag].filter(Boolean).join(' · ')
  const note = cardNote(card, say)
  const noteWidth = note ? textWidth(note, 13.5) + 12 : 0
  const wide = textWidth(said, 15, true)
  return [
    rect(card.x, card.y, card.w, card.h, 14, { fill: mix(tone, card.old ? 6 : 12), stroke: tone, width: 2 }),
    text(card.x + 16, card.y + 26, clip(kind, card.w - 32 - noteWidth, 13.5), { size: 13.5, fill: 'ink2' }),
    ...(note ? [text(card.x + card.w - 16, card.y + 26, note, { size: 13.5, fill: 'ink2', anchor: 'end' })] : []),
    text(card.x + 16, card.y + 48, clip(card.name, card.w - 44 - wide, 17, true), { size: 17, bold: true, keep: 6 }),
    text(card.x + card.w - 16, card.y + 48, said, { size: 15, bold: true, anchor: 'end' }),
  ]
}

/** What a card counts, at length and in short. */
function cardNumbers(model: StageModel, card: OwnerSpot, say: Say): readonly [string, string] {
  if (card.scaler) {
    const { current, desired, min, max, kind, reason } = card.scaler
    if (kind === 'VerticalPodAutoscaler') return [reason, reason]
    const short = current === desired ? String(current) : `${current} → ${desired}`
    return [say(phrase('stage.lens.owns.scaler', { size: short, min, max })), short]
  }
  const { owner } = card
  if (owner?.replicas && !owner.parent) {
    const { want, have } = owner.replicas
    return [say(phrase('stage.lens.owns.want', { want, have })), `${have}/${want}`]
  }
  if (owner && !owner.replicas) {
    const line = owner.text[0] ? say(owner.text[0]) : ''
    return [line, line]
  }
  const ready = card.pods.filter((uid) => model.pods.get(uid)?.state === 'ready').length
  return [say(phrase('stage.lens.count', { ready, all: card.pods.length })), `${ready}/${card.pods.length}`]
}

/** The second thing to know: what an autoscaler looks at, or how many pods a budget lets go. */
function cardNote({ scaler, budget, w, kind }: OwnerSpot, say: Say): string {
  const room = w - 44 - textWidth(kind, 13.5)
  const fitting = (long: string, short: string) =>
    textWidth(long, 13.5) <= room ? long : textWidth(short, 13.5) <= room ? short : ''
  if (scaler) {
    const [metric] = scaler.metrics
    return metric ? fitting(`${metric.name} ${metric.current} / ${metric.target}`, `${metric.current} / ${metric.target}`) : ''
  }
  if (!budget) return ''
  return fitting(say(phrase('stage.lens.owns.budget', { count: budget.allowed })), `PDB ${budget.allowed}`)
}

/** From a socket straight up into a pod's port. */
export function talkRoute(layout: Layout, socket: { readonly pod: string; readonly x: number }, top: number): Route | null {
  const box = layout.boxes?.get(socket.pod)
  if (!box) return null
  const to = [box.x + box.w / 2, box.y + box.h + 5] as const
  const low = top - Math.min(46, (top - to[1]) * 0.6)
  const lowest = top - 62
  if (to[1] > lowest - 50) return routeFrom([socket.x, top], [[[socket.x, low], [to[0], low], to]])
  // A pod in a higher row is reached through the gap at its right.
  const gutter = box.x + box.w + 10
  return routeFrom(
    [socket.x, top],
    [
      [
        [socket.x, low],
        [gutter, low],
        [gutter, lowest - 22],
      ],
      [[gutter, to[1] + 30]],
      [[gutter, to[1] + 12], [to[0], to[1] + 20], to],
    ],
  )
}

/** From the users under a Service up to it. */
export function callRoute(layout: Layout, spot: ServiceSpot): Route {
  const entry = entryOf(layout, 'users', spot.uid, spot.uid)
  const middle = spot.x + spot.w / 2
  return rising([entry?.x ?? middle, layout.bandY - 14], [entry?.into ?? middle, spot.y + spot.h])
}

/** From the users under an Ingress up to its point. */
export const enterRoute = (layout: Layout, tag: Box): Route =>
  rising([tag.x + tag.w / 2, layout.bandY - 14], [tag.x + tag.w / 2, tag.y + tag.h + 10])

/** From an Ingress up to one of its Services. */
export const passRoute = (layout: Layout, tag: IngressSpot, spot: ServiceSpot): Route =>
  rising(
    [tag.x + tag.w / 2, tag.y],
    [entryOf(layout, 'ingress', tag.uid, spot.uid)?.into ?? spot.x + spot.w / 2, spot.y + spot.h],
  )

function talkPieces(model: StageModel, view: SceneView): Piece[] {
  const { layout, say } = view
  const pieces: Piece[] = []
  const whole: Box = { x: 0, y: 0, w: layout.width, h: layout.height }
  const { shelf } = layout
  if (shelf) {
    const label = say(phrase('stage.lens.closed'))
    const draw = () =>
      group('shelf', grow(shelf, 30), [
        rect(shelf.x, shelf.y, shelf.w, shelf.h, 16, { stroke: 'line2', width: 1.5, dash: [0.1, 6], cap: 'round' }),
        text(shelf.x + shelf.w, shelf.y - 8, label, { size: 14, anchor: 'end', fill: 'ink2' }),
      ])
    pieces.push({ key: 'shelf', stamp: null, draw })
  }
  model.services.forEach((service, i) => {
    const spot = layout.services[i]
    if (!spot) return
    const line = { stroke: mix(hueTone(service.hue), 56, 'stage'), width: 2 } as const
    const routes = spot.sockets.flatMap((socket) => talkRoute(layout, socket, spot.y) ?? [])
    const direct = (service.direct ?? service).rate
    if (direct > 0) routes.push(callRoute(layout, spot))
    pieces.push({
      key: `lines:${service.uid}`,
      stamp: null,
      draw: () =>
        group(
          `lines:${service.uid}`,
          whole,
          routes.map((route) => path(route.d, line)),
        ),
    })
    pieces.push({
      key: `service:${service.uid}`,
      stamp: null,
      draw: () => group(`service:${service.uid}`, grow(spot, 6), servicePill(service, spot, say)),
    })
    if (direct > 0) {
      const at = entryOf(layout, 'users', service.uid, service.uid)?.x ?? spot.x + spot.w / 2
      pieces.push(callers(layout, service.uid, at, direct, say))
    }
  })
  model.furniture.ingresses.forEach((ingress, i) => {
    const tag = layout.ingresses[i]
    if (!tag) return
    const line = { stroke: mix(hueTone(ingress.hue), 56, 'stage'), width: 2 } as const
    const pills = layout.services.filter(({ uid }) => ingress.rules.some(({ service }) => service === uid))
    const routes = pills.map((pill) => passRoute(layout, tag, pill))
    if (ingress.rate > 0) routes.push(enterRoute(layout, tag))
    const key = `ingress:${ingress.uid}`
    const lines = () =>
      group(
        `lines:${ingress.uid}`,
        whole,
        routes.map(({ d }) => path(d, line)),
      )
    pieces.push({ key: `lines:${ingress.uid}`, stamp: null, draw: lines })
    pieces.push({ key, stamp: null, draw: () => group(key, grow(tag, 12), ingressTag(ingress, tag, say, 'below')) })
    if (ingress.rate > 0) pieces.push(callers(layout, ingress.uid, tag.x + tag.w / 2, ingress.rate, say))
  })
  return pieces
}

/** The people who call, under what they call, and how often. */
function callers(layout: Layout, uid: string, x: number, rate: number, say: Say): Piece {
  const people = [-24, 0, 24].flatMap((dx, j) => person(x + dx, layout.bandY, 25, j === 1 ? 'ink' : 'ink2'))
  const said = `${say(phrase('stage.users'))} · ${say(phrase('stage.rate', { rate: Math.round(rate) }))}`
  const box = { x: x - 90, y: layout.bandY - 20, w: 180, h: 60 }
  const words = text(x, layout.bandY + 29, said, { size: 14, anchor: 'middle', fill: 'ink2' })
  return { key: `users:${uid}`, stamp: null, draw: () => group(`users:${uid}`, box, [...people, words]) }
}
