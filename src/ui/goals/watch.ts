import type { Goal } from '../../lessons/goal'
import { holds } from '../../lessons/holds'
import type { Frame } from '../../world/frame'
import type { View } from '../readModel'

/** What is watched: the page's session, or anything with its view. */
export interface Watched {
  readonly view: View
  follow(follower: (frame: Frame) => void): () => void
}

/** Real ms between two looks: no frame pays for more than one in a while. */
const REST = 100

/**
 * Tells of each goal when it first holds. What holds already when the run opens is nobody's doing and is not told. Going back in time takes
 * nothing away; another future than the one in which a goal was reached does. Undone by what it returns.
 */
export function watchGoals(session: Watched, goals: readonly Goal[], reached: (goal: Goal) => void): () => void {
  /** Goals that did not hold at some moment, so that they can be reached, and when those that were reached were, virtual ms. */
  const open = new Set<Goal>()
  const done = new Map<Goal, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    timer = undefined
    const { view } = session
    for (const goal of goals) {
      if (done.has(goal)) continue
      if (!holds(goal.when, view)) open.add(goal)
      else if (open.has(goal)) {
        done.set(goal, view.now)
        reached(goal)
      }
    }
  }

  const leave = session.follow(({ end }) => {
    for (const [goal, at] of done) if (at > end) done.delete(goal)
    timer ??= setTimeout(look, REST)
  })
  look()
  return () => {
    leave()
    clearTimeout(timer)
  }
}
