import { describe } from './describe'
import { allSteps, heaviest } from './narrate'
import type { Seen, Step } from './seen'

/** What is told again weighs this much of what it weighed before, until it is forgotten. */
const AGAIN = 0.75
/** What weighs this much is news each time. */
const ALWAYS = 88
const FORGET_MS = 60_000

const idOf = ({ head, about }: Step): string => `${head.key} ${about}`

/**
 * Hears every moment and tells, when asked, what became of the time since it told something last: so whoever asks seldom hears less,
 * and never something that is no longer so.
 */
export class Narrator {
  private before: Seen | null = null
  private now: Seen | null = null
  /** What was told of what, and when: oldest first. */
  private told: { readonly id: string; readonly at: number }[] = []

  /** Takes the next moment. After a jump in time nothing happened in between: the new moment is where the telling begins. */
  hear(seen: Seen, jumped = false): void {
    if (jumped || !this.before) {
      this.before = seen
      this.told = []
    }
    this.now = seen
  }

  /** The most telling step since it told something last, if it weighs at least `least`. What was told before weighs less. */
  take(least = 0): Step | null {
    const { before, now } = this
    if (!before || !now || before === now) return null
    this.told = this.told.filter(({ at }) => at > now.now - FORGET_MS)
    const steps = allSteps(before, now).map((step) => ({ ...step, weight: step.weight * AGAIN ** this.timesTold(step) }))
    const most = heaviest(steps)
    if (!most || most.weight < least) return null
    this.before = now
    this.told.push({ id: idOf(most), at: now.now })
    return most
  }

  private timesTold(step: Step): number {
    if (step.weight >= ALWAYS) return 0
    const wanted = idOf(step)
    return this.told.filter(({ id }) => id === wanted).length
  }

  /** How things stand, for after a jump. */
  stand(focus: string | null = null): Step | null {
    if (!this.now) return null
    this.before = this.now
    return describe(this.now, focus)
  }
}
