import type { NodeVerdict, SchedulerView } from '../world/frame'
import type { PlaneLayout } from './planeLayout'
import { phrase, type Say } from './say'
import { hueTone, path, rect, text, type Box, type Shape } from './shape'
import { stopped } from './planeShapes'
import { clip, textWidth } from './textWidth'

/** A refusal in two words; the inspector has the whole sentence. */
function shortReason(verdict: NodeVerdict, say: Say): string {
  const full = /^(?:Insufficient|Too many) (\S+)/.exec(verdict.reason)
  if (full) return say(phrase('stage.reason.full', { resource: full[1]! }))
  if (/taint/.test(verdict.reason)) return say(phrase('stage.reason.taint'))
  if (/unschedulable/.test(verdict.reason)) return say(phrase('stage.reason.cordoned'))
  if (/topology spread/.test(verdict.reason)) return say(phrase('stage.reason.spread'))
  if (/affinity|selector/.test(verdict.reason)) return say(phrase('stage.reason.affinity'))
  return say(phrase('stage.reason.other'))
}

/** Four of the verdicts, in node order; the chosen one is always among them. */
function shownVerdicts(view: SchedulerView): readonly NodeVerdict[] {
  if (view.verdicts.length <= 4) return view.verdicts
  const chosen = view.verdicts.findIndex((verdict) => verdict.node === view.chosen)
  if (chosen < 4) return view.verdicts.slice(0, 4)
  return [...view.verdicts.slice(0, 3), view.verdicts[chosen]!]
}

/** The table of the last decision: refused nodes with cross and reason, the rest with their score, the winner bold. */
export function scoreTable(box: Box, view: SchedulerView, hue: number, say: Say): Shape[] {
  const shapes: Shape[] = []
  const wide = box.w > 116
  const right = box.x + box.w
  const bar = box.x + 52
  shownVerdicts(view).forEach((verdict, i) => {
    const y = box.y + i * 22
    const won = verdict.node === view.chosen
    const look = { size: 12.5, bold: won, fill: won ? 'ink' : 'ink3' } as const
    shapes.push(text(box.x, y + 5, clip(verdict.node, 52, 12.5, false, true), { ...look, mono: true }))
    if (verdict.score < 0) {
      shapes.push(path(`M${bar} ${y - 3}l7 7m0 -7l-7 7`, { stroke: 'ink3', width: 1.75 }))
      shapes.push(text(bar + 14, y + 5, clip(shortReason(verdict, say), right - bar - 12, 12.5), { size: 12.5, fill: 'ink3' }))
      return
    }
    if (wide) {
      shapes.push(rect(bar, y - 4, 46, 8, 4, { fill: 'raise' }))
      shapes.push(rect(bar, y - 4, Math.max(4, (46 * verdict.score) / 100), 8, 4, { fill: won ? hueTone(hue) : 'line2' }))
    }
    shapes.push(text(right, y + 5, String(Math.round(verdict.score)), { ...look, mono: true, anchor: 'end' }))
  })
  return shapes
}

/** Virtual ms for which the last decision stays in sight when nothing waits. */
const decisionShown = 3000

/** True when the scheduler has had nothing to do for a while, so that its last decision is no longer news. */
export const isResting = (view: SchedulerView, waiting: number, time: number): boolean =>
  waiting === 0 && (view.verdicts.length === 0 || time - view.at > decisionShown)

/** The empty queue says so; the slim plane shows the last decision in a line instead. */
export function schedulerRest(
  plane: PlaneLayout,
  view: SchedulerView,
  waiting: number,
  rests: boolean,
  podName: string,
  say: Say,
  nominated: { readonly pod: string; readonly node: string } | null = null,
): Shape[] {
  const { scheduler, frame } = plane
  if (!frame) {
    const { x, y, w, h } = scheduler
    const said = podName && view.chosen ? say(phrase('stage.scheduler.fits', { pod: podName, node: view.chosen })) : ''
    const kept = nominated && say(phrase('stage.scheduler.waits', { ...nominated }))
    const line = kept || said || say(phrase('stage.queue', { count: view.queue.length }))
    const room = w - 28 - (waiting ? 36 : 0)
    return [
      rect(x, y, w, h, 10, { fill: 'card', stroke: view.up ? 'line2' : 'trouble', width: view.up ? 1.25 : 2 }),
      text(x + 14, y + 21, say(phrase('stage.scheduler')), { size: 15, bold: true }),
      ...(view.up ? [text(x + 14, y + 38, clip(line, room, 13), { fill: 'ink2' })] : stopped(x + 14, y + 38, say)),
    ]
  }
  if (waiting > 0) return []
  const places = plane.queue
  const last = places[places.length - 1]!
  const right = rests && plane.scores ? plane.scores.x + plane.scores.w : last.x + last.w
  const x = places[0]!.x
  const y = places[0]!.y
  const said = say(phrase('stage.queue.empty'))
  const fits = clip(said, right - x - 12, 13) === said
  const rule = rests && plane.queue.length === 1 ? say(phrase('stage.scheduler.rest')).split('\n') : []
  return [
    rect(x, y, right - x, last.h, 14, { stroke: 'line2', width: 1.25, dash: [0.1, 5], cap: 'round' }),
    ...(fits ? [text((x + right) / 2, y + last.h / 2 + 4.5, said, { anchor: 'middle', fill: 'ink3' })] : []),
    ...rule.map((line, i) => text(x, y + last.h + 24 + i * 18, line, { fill: 'ink3' })),
  ]
}

/** How many more wait than the queue has places for, on the corner of its last place. */
export function moreBadge({ x, y, w }: Box, count: string): Shape[] {
  const wide = Math.max(26, textWidth(count, 12.5, true) + 12)
  const right = x + w + 6
  return [
    rect(right - wide, y - 9, wide, 19, 9.5, { fill: 'raise', stroke: 'line2', width: 1 }),
    text(right - wide / 2, y + 5, count, { size: 12.5, bold: true, anchor: 'middle' }),
  ]
}
