import { Narrator } from '../scene/narrate/narrator'
import type { Step } from '../scene/narrate/seen'
import type { Frame } from '../world/frame'
import type { View } from './readModel'

/** What is announced of: the page's session, or anything with its view and its words. */
export interface Announced {
  readonly view: View
  say(key: string, values?: Readonly<Record<string, string | number>>): string
  follow(follower: (frame: Frame) => void): () => void
}

/** At most one sentence in this time, real ms: a screen reader has to come to its end. */
const PAUSE_MS = 2500
/** What happens at about the same time is told as one, real ms. */
const GATHER_MS = 400
/** After the last of several jumps in time, real ms: nothing is said while somebody scrubs. */
const LANDED_MS = 800
/** Lighter steps are for the eye. */
const LEAST = 55

/**
 * The sentences for those who cannot see the stage: seldom, the weightiest first, and true when they are said. After a jump in time it
 * says how things stand.
 */
export class Announcer {
  sentence = $state('')
  private readonly narrator = new Narrator()
  private timer: ReturnType<typeof setTimeout> | undefined
  private hasJumped = false
  private saidAt = -PAUSE_MS
  private readonly leave: () => void

  constructor(private readonly session: Announced) {
    this.leave = session.follow((frame) => this.hear(frame))
  }

  /** Falls silent for good. */
  stop(): void {
    this.leave()
    clearTimeout(this.timer)
  }

  private hear({ reset }: Frame): void {
    this.narrator.hear(this.session.view, reset)
    if (reset) {
      this.hasJumped = true
      clearTimeout(this.timer)
      this.wait(LANDED_MS)
    } else if (this.timer === undefined) this.wait(Math.max(GATHER_MS, this.saidAt + PAUSE_MS - performance.now()))
  }

  private wait(ms: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.speak(this.hasJumped ? this.narrator.stand() : this.narrator.take(LEAST))
      this.hasJumped = false
    }, ms)
  }

  private speak(step: Step | null): void {
    if (!step) return
    this.saidAt = performance.now()
    const { head, body } = step
    this.sentence = [head, ...(body ? [body] : [])].map(({ key, values }) => this.session.say(key, values)).join(' ')
  }
}
