import type { Detail } from './detail'
import type { Layout } from './layout'
import type { StageModel } from './model'
import { movingGroups } from './movingGroups'
import { overlayGroups } from './overlay'
import type { Say } from './say'
import type { Box, Group, Shape } from './shape'
import { planePieces } from './planePieces'
import { stagePieces, type PodMemo } from './stagePieces'

/** Everything that a picture depends on beside the model and the time. */
export interface SceneView {
  readonly layout: Layout
  /** Camera zoom, for line widths and what text has room; never for places. */
  readonly k: number
  readonly detail: Detail
  readonly selected: string
  readonly hover: string
  readonly focus: string
  /** Virtual ms per real ms; 0 while paused. */
  readonly speed: number
  readonly reduced: boolean
  readonly say: Say
  /** While the lens changes: where each pod comes from, and how far it has come (0..1). */
  readonly morph?: { readonly from: ReadonlyMap<string, Box>; readonly part: number } | null
}

/** Two layers, back to front: what stands, and what moves. A group that did not change is the very same record as before. */
export interface Scene {
  readonly standing: readonly Group[]
  readonly moving: readonly Group[]
}

/** A part of the standing layer. `stamp` says which look it has at a moment; while that is equal its group is kept. */
export interface Piece {
  readonly key: string
  /** Null for what does not change with time. */
  readonly stamp: ((time: number) => string | number) | null
  readonly draw: (time: number) => Group
  /** All that the look depends on beside the stamp, where that is little: equal values keep the group without drawing it. */
  readonly deps?: readonly unknown[]
}

interface Drawn {
  piece: Piece
  stamp: string | number | null
  group: Group
}

/** Builds one scene after another, doing work only for what changed. */
export interface SceneBuilder {
  build(model: StageModel, time: number, view: SceneView): Scene
}

export function createSceneBuilder(): SceneBuilder {
  let drawn: Drawn[] = []
  let live: number[] = []
  let standing: readonly Group[] = []
  let seen: readonly unknown[] = []
  const memo: PodMemo = new Map()

  function renew(model: StageModel, time: number, view: SceneView): void {
    const pieces = [...planePieces(model, view), ...stagePieces(model, view, memo)]
    const past = drawn
    let byKey: Map<string, Drawn> | null = null
    const find = (key: string): Drawn | undefined => (byKey ??= new Map(past.map((one) => [one.piece.key, one]))).get(key)
    drawn = pieces.map((piece, i) => {
      // Pieces seldom come or go, so the one before is nearly always at the same place.
      const there = past[i]
      const before = there && there.piece.key === piece.key ? there : find(piece.key)
      const stamp = piece.stamp ? piece.stamp(time) : null
      const kept = before && before.stamp === stamp && (before.piece === piece || sameDeps(before.piece, piece))
      if (!kept) return { piece, stamp, group: settle(before, piece.draw(time)) }
      before.piece = piece
      return before
    })
    live = drawn.flatMap((one, i) => (one.piece.stamp ? [i] : []))
    standing = drawn.map((one) => one.group)
  }

  function tick(time: number): void {
    let fresh: Group[] | null = null
    for (const i of live) {
      const one = drawn[i]!
      const stamp = one.piece.stamp!(time)
      if (stamp === one.stamp) continue
      one.stamp = stamp
      one.group = one.piece.draw(time)
      fresh ??= standing.slice()
      fresh[i] = one.group
    }
    if (fresh) standing = fresh
  }

  return {
    build(model, time, view) {
      const now = [
        model.version,
        model.structure,
        view.layout,
        view.detail,
        Math.round(view.k * 8),
        view.say,
        view.reduced,
        view.speed > 8,
        !view.morph,
      ]
      if (now.length !== seen.length || now.some((value, i) => value !== seen[i])) {
        seen = now
        renew(model, time, view)
      } else tick(time)
      const moving = [...movingGroups(model, time, view), ...overlayGroups(model, view)]
      return { standing, moving }
    },
  }
}

const sameDeps = (a: Piece, b: Piece): boolean => Boolean(a.deps && b.deps) && same(a.deps, b.deps)

/** A group that came out the same in every part is not a change: the old record stays. */
function settle(before: Drawn | undefined, group: Group): Group {
  if (!before) return group
  const old = before.group
  const still =
    old.x === group.x && old.y === group.y && old.scale === group.scale && old.box.w === group.box.w && old.box.h === group.box.h
  if (!still || old.shapes.length !== group.shapes.length) return group
  return old.shapes.every((shape, i) => sameShape(shape, group.shapes[i]!)) ? old : group
}

function sameShape(a: Shape, b: Shape): boolean {
  if (a.t === 'cells' || b.t === 'cells') return false
  const [left, right] = [Object.entries(a), b as unknown as Readonly<Record<string, unknown>>]
  return left.length === Object.keys(b).length && left.every(([name, value]) => same(value, right[name]))
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((value, i) => value === b[i])
}

/** One scene, from nothing: for tests and exports. */
export const buildScene = (model: StageModel, time: number, view: SceneView): Scene =>
  createSceneBuilder().build(model, time, view)
