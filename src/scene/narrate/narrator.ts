import { describe } from './describe'
import { narrate } from './narrate'
import type { Seen, Step } from './seen'

/**
 * Hears every moment and tells, when asked, what became of the time since it told something last: so whoever asks seldom hears less,
 * and never something that is no longer so.
 */
export class Narrator {
  private before: Seen | null = null
  private now: Seen | null = null

  /** Takes the next moment. After a jump in time nothing happened in between: the new moment is where the telling begins. */
  hear(seen: Seen, jumped = false): void {
    if (jumped || !this.before) this.before = seen
    this.now = seen
  }

  /** The most telling step since it told something last, if it weighs at least `least`. */
  take(least = 0): Step | null {
    const { before, now } = this
    if (!before || !now || before === now) return null
    const step = narrate(before, now)
    if (!step || step.weight < least) return null
    this.before = now
    return step
  }

  /** How things stand, for after a jump. */
  stand(focus: string | null = null): Step | null {
    if (!this.now) return null
    this.before = this.now
    return describe(this.now, focus)
  }
}
