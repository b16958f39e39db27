import { RegexError, type Letters, type Node, type Place } from './node'

/** One step of a search. Where two ways lead on, `to` is tried first. */
export type Step =
  | { readonly op: 'one'; readonly letters: Letters }
  | { readonly op: 'at'; readonly place: Place }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'split'; to: number; or: number }
  /** Keeps the position, or forgets what was kept. */
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'forget'; readonly slot: number }
  /** Goes on only when something was read since the position was kept. */
  | { readonly op: 'moved'; readonly slot: number }
  | { readonly op: 'found' }

/** A pattern as steps. */
export interface Program {
  readonly steps: readonly Step[]
  /** Captures, that of the whole not counted: slots 2n and 2n+1 are the ends of capture n, further ones are marks. */
  readonly groups: number
  readonly slots: number
  readonly folds: boolean
  /** For each step how many marks are kept around it, and the most there are around any. */
  readonly depths: readonly number[]
  readonly deepest: number
  /**
   * For each step to which several ways lead the number of its first joint, -1 for the others: who comes twice, comes through one of these.
   * What may follow depends on how many marks are at the very position, so a step has one joint for each number.
   */
  readonly joints: Int32Array
  readonly jointCount: number
}

/** Counted repeats are written out, so a short pattern can be a long program: not longer than this. */
const MOST_STEPS = 20_000
/** Repeats of what may be empty that stand in each other. */
const MOST_MARKS = 16

/**
 * Writes a tree as steps. Means what JavaScript's expressions mean: the first way that leads to a match counts, captures inside a repeat are
 * forgotten when it begins anew, and no round of a repeat that need not be may read nothing. Throws RegexError when it gets too long.
 */
export function programOf(node: Node, groups: number, folds: boolean): Program {
  const steps: Step[] = []
  const depths: number[] = []
  let work = 0
  let marks = 0
  let deepest = 0

  const put = <S extends Step>(step: S): S => {
    if (steps.push(step) > MOST_STEPS) throw new RegexError('Regular expression too big')
    depths.push(marks)
    return step
  }
  const fork = (lazy: boolean) => {
    const step = put({ op: 'split', to: -1, or: -1 })
    const body = steps.length
    return {
      /** The other way leads here. */
      out: () => {
        step.to = lazy ? steps.length : body
        step.or = lazy ? body : steps.length
      },
    }
  }
  const round = (of: Node, [from, to]: readonly [number, number], checked: boolean) => {
    const slot = 2 * (groups + 1) + marks
    const marked = checked && of.empty
    if (marked) {
      if (marks >= MOST_MARKS) throw new RegexError('Regular expression too big')
      put({ op: 'save', slot })
      deepest = Math.max(deepest, ++marks)
    }
    for (let i = 2 * from; i < 2 * to; i++) put({ op: 'forget', slot: i })
    write(of)
    if (!marked) return
    put({ op: 'moved', slot })
    marks--
  }

  const write = (part: Node): void => {
    // What writes no step costs time all the same.
    if (++work > MOST_STEPS * 4) throw new RegexError('Regular expression too big')
    switch (part.kind) {
      case 'one':
        put({ op: 'one', letters: part.letters })
        break
      case 'at':
        put({ op: 'at', place: part.place })
        break
      case 'keep':
        put({ op: 'save', slot: 0 })
        break
      case 'all':
        part.parts.forEach(write)
        break
      case 'either': {
        const ends: { to: number }[] = []
        part.parts.forEach((each, i) => {
          const last = i === part.parts.length - 1
          const way = last ? undefined : fork(false)
          write(each)
          if (!last) ends.push(put({ op: 'jump', to: -1 }))
          way?.out()
        })
        for (const end of ends) end.to = steps.length
        break
      }
      case 'group':
        put({ op: 'save', slot: 2 * part.index })
        write(part.of)
        put({ op: 'save', slot: 2 * part.index + 1 })
        break
      case 'repeat':
        writeRepeat(part)
    }
  }

  const writeRepeat = ({ of, min, max, lazy, groups: inside }: Extract<Node, { kind: 'repeat' }>) => {
    const turns = max === Infinity && min > 0 && !of.empty
    for (let i = turns ? 1 : 0; i < min; i++) round(of, inside, false)
    if (turns) {
      const begin = steps.length
      round(of, inside, false)
      const step = put({ op: 'split', to: begin, or: begin })
      if (lazy) step.to = steps.length
      else step.or = steps.length
    } else if (max === Infinity) {
      const begin = steps.length
      const way = fork(lazy)
      round(of, inside, true)
      put({ op: 'jump', to: begin })
      way.out()
    } else {
      const ways: ReturnType<typeof fork>[] = []
      for (let i = min; i < max; i++) {
        ways.push(fork(lazy))
        round(of, inside, true)
      }
      for (const way of ways) way.out()
    }
  }

  put({ op: 'save', slot: 0 })
  write(node)
  put({ op: 'save', slot: 1 })
  put({ op: 'found' })
  return { steps, groups, slots: 2 * (groups + 1) + deepest, folds, depths, deepest, ...jointsOf(steps, depths) }
}

function jointsOf(steps: readonly Step[], depths: readonly number[]): Pick<Program, 'joints' | 'jointCount'> {
  const ways = new Int32Array(steps.length)
  const leadTo = (at: number) => ways[at]!++
  steps.forEach((step, i) => {
    if (step.op === 'split') leadTo(step.or)
    if (step.op === 'split' || step.op === 'jump') leadTo(step.to)
    else if (step.op !== 'found') leadTo(i + 1)
  })
  let jointCount = 0
  const joints = ways.map((count, i) => {
    if (count < 2) return -1
    jointCount += depths[i]! + 1
    return jointCount - depths[i]! - 1
  })
  return { joints, jointCount }
}
