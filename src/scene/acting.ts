import type { ControllerView } from '../world/frame'
import type { StageModel } from './model'
import { clip, textWidth } from './textWidth'
import { isWorking } from './planeLayout'
import { litness, loopArrow, stopped } from './planeShapes'
import { phrase, type Say } from './say'
import { hueTone, mix, rect, text, type Box, type Shape } from './shape'

/** Virtual ms for which a loop that acted stays in sight, so that its name can be read from the last row. */
const HOLD = 2500

/**
 * The one loop to show of all of them: which acts now. Loops that work for what a person wrote come before those that always have
 * something to do, and after all is done the last of them stays.
 */
export function actingController(model: StageModel, time: number): ControllerView | null {
  const all = model.plane?.controllers ?? []
  const acted = all.filter(({ litAt }) => litAt >= 0 && litAt <= time)
  const recent = acted.filter(({ litAt }) => time - litAt < HOLD)
  const works = ({ name }: ControllerView): boolean => isWorking(model, name)
  for (const some of [recent.filter(works), recent, acted.filter(works), acted, all.filter(works)])
    if (some.length) return some.reduce((latest, one) => (one.litAt > latest.litAt ? one : latest))
  return all[0] ?? null
}

/** What looks different from one moment to the next; equal for equal looks. */
export function actingStamp(controller: ControllerView | null, time: number): string {
  if (!controller) return ''
  const { lit, turn } = litness(controller, time)
  return `${controller.name} ${lit ? 1 + turn : 0}`
}

/** The loop in the words of a classroom: its name, and what differs. */
export function actingChip(controller: ControllerView, box: Box, time: number, say: Say): Shape[] {
  const { lit, turn } = litness(controller, time)
  const tone = controller.hue < 0 ? 'ink2' : hueTone(controller.hue)
  const { x, y, w, h } = box
  const edge = controller.up ? (lit ? tone : 'line2') : 'trouble'
  const shapes: Shape[] = [
    rect(x, y, w, h, 12, { fill: lit ? mix(tone, 16) : 'card', stroke: edge, width: lit || !controller.up ? 2 : 1.25 }),
    ...loopArrow(x + 23, y + h / 2, 11, lit, tone, turn),
  ]
  const whole = say(phrase('stage.acting', { name: controller.title }))
  const room = w - 51
  const named =
    [whole, controller.title].find((one) => textWidth(one, 15, true) <= room) ?? clip(controller.title, room, 15, true)
  shapes.push(text(x + 43, y + 21, named, { size: 15, bold: true }))
  if (!controller.up) return [...shapes, ...stopped(x + 43, y + 38, say)]
  const line = lineOf(controller, say)
  const size = 13.5
  shapes.push(text(x + 43, y + 38, clip(line, room, size), { size, fill: 'ink2' }))
  return shapes
}

/** What is missing is said before what is there. */
function lineOf({ line }: ControllerView, say: Say): string {
  const { have, want } = line.values ?? {}
  const missing = Number(want) - Number(have)
  if (missing > 0) return say(phrase('stage.acting.missing', { count: missing }))
  return missing < 0 ? say(phrase('stage.acting.over', { count: -missing })) : say(line)
}
