import type { Client } from './client'

/** Real ms until something is shown of the way to a moment, and then between two sights of it. */
const patience = 800
const step = 200

/** Takes a run to the moments that a person drags to: only the newest wish counts, and one request is under way. */
export class Seeker {
  private wanted: number | null = null
  private underWay = false
  private way: Promise<void> = Promise.resolve()

  /** Is somebody on the way to a moment? */
  get busy(): boolean {
    return this.underWay
  }

  /**
   * Ends at the last moment wished for, for everybody who wished meanwhile. What is far off is gone to in steps that are shown; `now` is
   * virtual ms of what is shown.
   */
  async to(moment: number, client: Client | null, now: () => number, reached: (moment: number) => void): Promise<void> {
    this.wanted = Math.max(0, moment)
    if (!client) return
    if (!this.underWay) this.way = this.go(client, now, reached)
    await this.way
  }

  private async go(client: Client, now: () => number, reached: (moment: number) => void): Promise<void> {
    this.underWay = true
    try {
      while (this.wanted !== null) {
        const next: number = this.wanted
        this.wanted = null
        await client.seek(next, patience)
        while (now() < next && this.wanted === null) await client.tick(next, step)
        reached(next)
      }
    } finally {
      this.underWay = false
    }
  }
}
