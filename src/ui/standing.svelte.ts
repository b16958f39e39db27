import { describe } from '../scene/narrate/describe'
import type { Step } from '../scene/narrate/seen'
import type { Session } from './session.svelte'

/** Real ms between two looks while time runs, for a sentence that changes with every frame cannot be read; and after a jump. */
const REST = 400
const JUMP = 80

/** What the moment means, in two sentences that stay long enough to be read. */
export class Standing {
  step = $state.raw<Step | null>(null)
  private looked = 0
  private told: unknown = null
  private due: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly session: Pick<Session, 'view' | 'follow'>) {
    this.look()
  }

  /** Goes with the run until what it returns is called. */
  follow(): () => void {
    this.look()
    const leave = this.session.follow(({ reset }) => {
      const rest = this.looked + (reset ? JUMP : REST) - performance.now()
      if (rest <= 0) return this.look()
      if (reset) clearTimeout(this.due)
      else if (this.due !== undefined) return
      this.due = setTimeout(() => this.look(), rest)
    })
    return () => {
      leave()
      clearTimeout(this.due)
      this.due = undefined
    }
  }

  private look(): void {
    clearTimeout(this.due)
    this.due = undefined
    const { view } = this.session
    if (view === this.told) return
    this.told = view
    this.looked = performance.now()
    this.step = describe(view)
  }
}
