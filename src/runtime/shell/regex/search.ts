import { holds, isWord } from './letters'
import type { Place } from './node'
import type { Program } from './program'

/** What may still be done by somebody, who shares it among all that he does; below 0 nothing is found any more. */
export interface Effort {
  left: number
}

/** What was found. */
export interface Match {
  readonly index: number
  readonly end: number
  /** Captures: [0] is the whole, those that took no part are undefined. */
  readonly groups: readonly (string | undefined)[]
}

/** Positions times joints of the program, each of which is kept in mind: where there are more, nothing is found. */
const MOST_PAIRS = 4 * 1024 * 1024
/** Pairs tried that are one unit of effort. */
const PAIRS_PER_EFFORT = 2048

function isAt(place: Place, text: string, pos: number): boolean {
  if (place === 'start') return pos === 0
  if (place === 'end') return pos === text.length
  const before = pos > 0 && isWord(text.charCodeAt(pos - 1))
  const after = pos < text.length && isWord(text.charCodeAt(pos))
  if (place === 'edge') return before !== after
  if (place === 'noEdge') return before === after
  if (place === 'wordStart') return !before && after
  if (place === 'wordEnd') return before && !after
  return place === 'afterNoWord' ? !before : !after
}

/** A search through one text. */
export interface Search {
  /** The first match that begins at this position or behind it; positions must not go down from call to call. */
  next(from: number): Match | undefined
  /** Steps that were taken so far: for all matches together never more than twice length of program times positions times nested marks. */
  tried(): number
}

/**
 * Searches a text by going back where it came to an end, but never twice into the same step at the same position: what led nowhere once
 * leads nowhere again. So the work is bounded by the length of the program times that of the text (times the repeats of what may be empty
 * that stand in each other), for all matches in it together. To know that, it is enough to remember the joints.
 */
export function search(program: Program, text: string, effort?: Effort): Search {
  const { steps, groups, slots: count, folds, depths, joints, jointCount } = program
  const pairs = jointCount * (text.length + 1)
  const hopeless = pairs > MOST_PAIRS
  const seen = new Uint8Array(hopeless ? 0 : pairs)
  // Each entry two numbers: a step and a position to go on from, or the complement of a slot and what it held.
  const stack: number[] = []
  let slots: number[] = []
  let tried = 0

  /** How many of the marks kept are at this position: the inner ones, for they were kept later. */
  const marksAt = (depth: number, pos: number) => {
    const first = 2 * (groups + 1)
    let here = 0
    while (here < depth && slots[first + depth - 1 - here] === pos) here++
    return here
  }

  const leads = (start: number): boolean => {
    stack.length = 0
    stack.push(0, start)
    while (stack.length) {
      let pos = stack.pop()!
      let at = stack.pop()!
      if (at < 0) {
        slots[~at] = pos
        continue
      }
      for (;;) {
        const joint = joints[at]!
        if (joint >= 0) {
          const pair = pos * jointCount + joint + marksAt(depths[at]!, pos)
          if (seen[pair]) break
          seen[pair] = 1
        }
        tried++
        const step = steps[at]!
        if (step.op === 'one') {
          if (pos >= text.length || !holds(step.letters, text.charCodeAt(pos), folds)) break
          pos++
          at++
        } else if (step.op === 'split') {
          stack.push(step.or, pos)
          at = step.to
        } else if (step.op === 'jump') at = step.to
        else if (step.op === 'save' || step.op === 'forget') {
          const value = step.op === 'save' ? pos : -1
          if (slots[step.slot] !== value) stack.push(~step.slot, slots[step.slot]!)
          slots[step.slot] = value
          at++
        } else if (step.op === 'at') {
          if (!isAt(step.place, text, pos)) break
          at++
        } else if (step.op === 'moved') {
          if (slots[step.slot] === pos) break
          at++
        } else return true
      }
    }
    return false
  }

  const matched = (): Match => {
    const index = slots[0]!
    const end = slots[1]!
    // What leads to a match ends here, so only here may something be tried again that led somewhere.
    seen.fill(0, end * jointCount, (end + 1) * jointCount)
    const found: (string | undefined)[] = []
    for (let i = 0; i <= groups; i++) {
      const [from, to] = [slots[2 * i]!, slots[2 * i + 1]!]
      found.push(from < 0 || to < 0 ? undefined : text.slice(from, to))
    }
    return { index, end, groups: found }
  }

  const next = (from: number): Match | undefined => {
    if (hopeless || (effort && effort.left < 0)) return undefined
    const before = tried
    slots = new Array<number>(count).fill(-1)
    let start = from
    while (start <= text.length && !leads(start)) start++
    if (effort) effort.left -= (tried - before + count) / PAIRS_PER_EFFORT
    return start <= text.length ? matched() : undefined
  }

  if (effort && !hopeless) effort.left -= pairs / 64 / PAIRS_PER_EFFORT
  return { next, tried: () => tried }
}
