import { narrate } from '../scene/narrate/narrate'
import type { Step } from '../scene/narrate/seen'
import type { Frame } from '../world/frame'
import type { View } from './readModel'
import type { Session } from './session.svelte'

/** A moment of the run that is worth stopping at, virtual ms. */
export interface Moment {
  readonly at: number
  readonly step: Step
}

/** Moments are at least so far apart, virtual ms; of closer ones the more telling one stays. */
const APART = 1000
/** Less telling steps are passed by. */
const LEAST = 40
/** Real ms between two looks: what lies between is told in one, and no frame pays for it. */
const REST = 200
/** The story of a long run forgets its beginning. */
const MOST = 200

/** What has happened in this run, moment by moment, as far as it was watched. */
export class Story {
  moments = $state.raw<readonly Moment[]>([])
  /** What was seen at the last look, and when, real ms. */
  private before: View | null = null
  private looked = 0

  constructor(private readonly session: Session) {
    session.follow((frame) => this.hear(frame))
  }

  /** The moments that still belong to this run: an edit in the past is another future. */
  private hear(frame: Frame): void {
    const { view } = this.session
    if (this.moments.some(({ at }) => at > frame.end)) this.moments = this.moments.filter(({ at }) => at <= frame.end)
    const { before } = this
    const real = performance.now()
    if (before && !frame.reset && real - this.looked < REST) return
    this.before = view
    this.looked = real
    if (frame.reset || !before) return
    const step = narrate(before, view)
    if (step && step.weight >= LEAST) this.add({ at: frame.now, step })
  }

  private add(moment: Moment): void {
    const near = this.moments.find(({ at }) => Math.abs(at - moment.at) < APART)
    if (near && near.step.weight >= moment.step.weight) return
    const others = this.moments.filter((one) => one !== near)
    this.moments = [...others, moment].sort((a, b) => a.at - b.at).slice(-MOST)
  }
}
