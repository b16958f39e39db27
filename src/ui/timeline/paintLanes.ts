import { headShapes } from '../../scene/head'
import { hueTone } from '../../scene/shape'
import { mono, sans, type Theme } from '../../render/tokens'
import { wholeClock } from '../playback'
import { firstIndex, type View } from '../readModel'
import type { Bookmark } from '../scenario'
import { clustersOf, lanes, type Cluster } from './clusters'
import { drawShape } from './drawShape'
import { ticksOf, xOf, type TimeScale } from './timeScale'

/** Middle of lane `i` (0 is the drift), px from the top of the canvas. */
export const laneY = (i: number): number => 18 + i * 20
export const lanesHeight = 124
const top = 7
const bottom = 108
const markScale = 0.8

/** Paints the lanes anew: a few dozen shapes, whatever the length of the run. */
export function paintLanes(
  ctx: CanvasRenderingContext2D,
  view: View,
  scale: TimeScale,
  theme: Theme,
  height: number,
  bookmarks: readonly Bookmark[],
): void {
  const color = theme.colors
  const right = scale.left + scale.width
  ctx.clearRect(0, 0, right + 100, height)
  paintGrid(ctx, scale, color)
  const nowX = Math.max(scale.left, Math.min(right, xOf(scale, view.now)))
  paintFuture(ctx, nowX, right, color.line!)
  paintDrift(ctx, view, scale, color)
  ctx.save()
  ctx.beginPath()
  ctx.rect(scale.left - 10, 0, scale.width + 20, height)
  ctx.clip()
  const clusters = clustersOf(view.marks, scale)
  for (const cluster of clusters) paintCluster(ctx, cluster, cluster.mark.at > view.now ? 0.45 : 1, color)
  paintLabels(ctx, clusters, nowX, right, color)
  paintPoles(ctx, bookmarks, scale, color.ink2!)
  ctx.restore()
  paintHead(ctx, nowX, color.ink!)
}

type Colors = Theme['colors']

function paintGrid(ctx: CanvasRenderingContext2D, scale: TimeScale, color: Colors): void {
  const right = scale.left + scale.width
  const { at, step } = ticksOf(scale)
  ctx.fillStyle = color.line!
  for (const time of at) ctx.fillRect(Math.round(xOf(scale, time)), top, 1, bottom - top)
  for (let i = 0; i <= lanes.length; i++) ctx.fillRect(scale.left, laneY(i) + 10, right - scale.left, 1)
  ctx.fillStyle = color.ink3!
  ctx.font = `12px ${mono}`
  ctx.textAlign = 'center'
  for (const time of at) {
    const said =
      step < 1000 ? `${wholeClock(Math.floor(time / 1000))}.${Math.round(time / 100) % 10}` : wholeClock(Math.round(time / 1000))
    ctx.fillText(said, Math.min(xOf(scale, time), right - 8), bottom + 13)
  }
}

/** What has not happened yet is hatched. */
function paintFuture(ctx: CanvasRenderingContext2D, from: number, to: number, line: string): void {
  if (to - from < 1) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(from, top, to - from, bottom - top)
  ctx.clip()
  ctx.strokeStyle = line
  ctx.lineWidth = 1
  ctx.beginPath()
  const depth = bottom - top
  // The stripes are fixed to the lanes, not to the play head, so that they do not crawl.
  for (let x = Math.floor((from - depth) / 10) * 10; x < to + depth; x += 10) {
    ctx.moveTo(x, bottom)
    ctx.lineTo(x + depth, top)
  }
  ctx.stroke()
  ctx.restore()
}

/** Missing replicas over time as steps. */
function paintDrift(ctx: CanvasRenderingContext2D, view: View, scale: TimeScale, color: Colors): void {
  const { driftLine, drift } = view
  const right = Math.min(scale.left + scale.width, xOf(scale, Math.max(view.now, Math.min(view.end, scale.from + scale.span))))
  const first = Math.max(0, firstIndex(driftLine, scale.from, ([at]) => at) - 1)
  const most = driftLine.reduce((high, [, missing]) => Math.max(high, missing), 1)
  const base = laneY(0) + 9
  const unit = 16 / Math.max(4, most)
  const edge = new Path2D()
  edge.moveTo(scale.left, base)
  for (let i = first; i < driftLine.length; i++) {
    const [at, missing] = driftLine[i]!
    const x = Math.max(scale.left, xOf(scale, at))
    if (x > right) break
    edge.lineTo(x, base - (driftLine[i - 1]?.[1] ?? 0) * unit)
    edge.lineTo(x, base - missing * unit)
  }
  const last = driftLine[firstIndex(driftLine, Math.max(view.now, view.end) + 1, ([at]) => at) - 1]?.[1] ?? 0
  edge.lineTo(right, base - last * unit)
  const tone = color[hueTone(drift.length === 1 ? drift[0]!.hue : -1)]!
  const area = new Path2D(edge)
  area.lineTo(right, base)
  area.closePath()
  ctx.fillStyle = tone
  ctx.globalAlpha = 0.26
  ctx.fill(area)
  ctx.globalAlpha = 1
  ctx.strokeStyle = tone
  ctx.lineWidth = 1.75
  ctx.lineJoin = 'miter'
  ctx.stroke(edge)
}

function paintCluster(ctx: CanvasRenderingContext2D, cluster: Cluster, alpha: number, color: Colors): void {
  const y = laneY(lanes.indexOf(cluster.lane) + 1)
  ctx.save()
  ctx.globalAlpha = alpha
  ctx.translate(cluster.x, y)
  ctx.scale(markScale, markScale)
  for (const shape of headShapes(cluster.mark.head, cluster.mark.hue, { ground: 'panel' })) drawShape(ctx, shape, color)
  ctx.restore()
}

/** What a person did is said in words where there is room for them. */
function paintLabels(
  ctx: CanvasRenderingContext2D,
  clusters: readonly Cluster[],
  nowX: number,
  right: number,
  color: Colors,
): void {
  const mine = clusters.filter((cluster) => cluster.lane === 'you')
  ctx.fillStyle = color.ink2!
  ctx.textAlign = 'left'
  mine.forEach((cluster, i) => {
    const label = cluster.mark.label
    const room = (mine[i + 1]?.x ?? right) - 12 - cluster.x - 13
    ctx.font = `12.5px ${sans}`
    const width = ctx.measureText(label).width
    const crossesNow = cluster.x + 13 < nowX && cluster.x + 13 + width > nowX - 2
    if (width < room && !crossesNow) ctx.fillText(label, cluster.x + 13, laneY(1) + 4.5)
  })
}

/** Under the flag of each bookmark a line through all lanes, in front of what it crosses. */
function paintPoles(ctx: CanvasRenderingContext2D, bookmarks: readonly Bookmark[], scale: TimeScale, ink: string): void {
  ctx.strokeStyle = ink
  ctx.lineWidth = 1
  ctx.setLineDash([3, 3])
  ctx.beginPath()
  for (const { at } of bookmarks) {
    const x = Math.round(xOf(scale, at)) + 0.5
    ctx.moveTo(x, top)
    ctx.lineTo(x, bottom)
  }
  ctx.stroke()
  ctx.setLineDash([])
}

function paintHead(ctx: CanvasRenderingContext2D, x: number, ink: string): void {
  ctx.fillStyle = ink
  ctx.fillRect(x - 1, 4, 2, bottom - 2)
  ctx.beginPath()
  ctx.moveTo(x - 7, 0)
  ctx.lineTo(x + 7, 0)
  ctx.lineTo(x + 7, 7)
  ctx.lineTo(x, 14)
  ctx.lineTo(x - 7, 7)
  ctx.closePath()
  ctx.fill()
}
