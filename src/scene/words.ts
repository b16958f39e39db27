import type { GhostView, PodView } from '../world/frame'
import { podHeight } from './form'
import { podWord } from './podWord'
import { phrase, type Say } from './say'
import type { SceneView } from './scene'
import { text, type Box, type Shape, type TextShape } from './shape'
import { textWidth } from './textWidth'

interface Word {
  readonly said: string
  readonly trouble: boolean
  readonly box: Box
  /** Below the pod's lower edge; a lid under a closed port needs more. */
  readonly drop: number
}

/** A pod that has something to be said of it. */
export interface Worded {
  readonly pod: PodView
  readonly box: Box
  /** It has to go, and a budget keeps it. */
  readonly kept: boolean
}

/** What a wanted replica's place says: that it is kept for a pod, when it will be made, or that it is wanted. */
function ghostWord(ghost: GhostView, placed: boolean, time: number, say: Say): string {
  if (placed) return say(phrase('stage.word.reserved'))
  const seconds = ghost.at === undefined ? 0 : Math.ceil((ghost.at - time) / 1000)
  return say(seconds > 0 ? phrase('stage.word.nextTry', { seconds }) : phrase('stage.word.wanted'))
}

/**
 * State words under the pods of one holder. Words wider than their pod lean away from the nearest edge; where two would still touch,
 * trouble is said first and a word that finds no room is left out: the form says the state anyway.
 */
export function nodeWords(
  pods: readonly Worded[],
  ghosts: readonly { ghost: GhostView; box: Box }[],
  placed: boolean,
  area: Box,
  step: { readonly x: number; readonly y: number },
  time: number,
  view: SceneView,
): Shape[] {
  const words: Word[] = []
  for (const { pod, box, kept } of pods) {
    const word = kept ? { text: view.say(phrase('stage.word.kept')), trouble: false } : podWord(pod, time, view.say)
    if (word) words.push({ said: word.text, trouble: word.trouble, box, drop: pod.state === 'notready' ? 23 : 16.5 })
  }
  for (const { ghost, box } of ghosts)
    words.push({ said: ghostWord(ghost, placed, time, view.say), trouble: false, box, drop: 16.5 })
  words.sort((a, b) => Number(b.trouble) - Number(a.trouble) || a.box.y - b.box.y || a.box.x - b.box.x)
  // The restart badge of a pod one row below reaches up to where a word would stand.
  const taken: { y: number; from: number; to: number }[] = pods.flatMap(({ pod, box }) =>
    pod.state === 'crash' && pod.restarts ? [{ y: box.y - step.y, from: box.x + box.w - 26, to: box.x + box.w + 8 }] : [],
  )
  const shapes: TextShape[] = []
  const grown = Math.max(1, 12 / (12.5 * view.k))
  const scale = words[0] ? words[0].box.h / podHeight : 1
  for (const word of words) {
    const size = 12.5 * Math.max(0.98, scale)
    const width = textWidth(word.said, size, word.trouble) * grown
    const left = placesFor(word.box, width, area).find(
      (from) =>
        !taken.some(
          (other) => Math.abs(other.y - word.box.y) < step.y * 0.5 && from < other.to + 6 && other.from - 6 < from + width,
        ),
    )
    if (left === undefined) continue
    const from = left
    taken.push({ y: word.box.y, from, to: from + width })
    shapes.push(
      text(from + width / 2, word.box.y + word.box.h + word.drop * scale, word.said, {
        size,
        anchor: 'middle',
        bold: word.trouble,
        fill: word.trouble ? 'trouble' : 'ink2',
        halo: placed ? 'card' : view.layout.boxes ? 'stage' : 'panel',
      }),
    )
  }
  return shapes
}

/** Where a word may begin: in the middle of its pod, leaning to either side, always within its holder. */
function placesFor(box: Box, width: number, area: Box): number[] {
  const mid = box.x + (box.w - width) / 2
  const least = area.x + 11
  const most = area.x + area.w - 11 - width
  if (most < least) return []
  const within = (from: number) => Math.min(most, Math.max(least, from))
  return [within(mid), within(box.x), within(box.x + box.w - width), within(mid - 16), within(mid + 16)]
}
