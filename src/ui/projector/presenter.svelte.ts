import { bookmarksOf, type Bookmarks } from '../bookmarks.svelte'
import type { Session } from '../session.svelte'
import { keep, kept } from '../storage'
import type { Story } from '../story.svelte'

/** At 1x a class waits no longer than this for the next thing to happen, real ms; then time is hurried. */
const PATIENCE = 4000
const HURRY = 16
/** Where nothing happens in this time, real ms, nothing is to come: time stands again. */
const VAIN = 8000

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 100_000

/** What somebody who shows a run to others has in hand: stops, a dark screen, a spotlight, notes. */
export class Presenter {
  isBlack = $state(false)
  /** Uid of what the light is on. */
  lit = $state<string | null>(null)
  notes = $state('')
  /** Time runs on to the next stop. */
  isOnTheWay = $state(false)
  readonly bookmarks: Bookmarks
  private hurry: ReturnType<typeof setTimeout> | undefined
  private vain: ReturnType<typeof setTimeout> | undefined
  private stopAt = Infinity

  constructor(
    private readonly session: Session,
    readonly story: Story,
  ) {
    this.bookmarks = bookmarksOf(session)
    this.notes = kept(this.name('notes'), isText) ?? ''
  }

  /** All that can be stopped at, in the order of time. */
  get stops(): readonly number[] {
    return [...new Set([...this.story.moments.map(({ at }) => at), ...this.bookmarks.list.map(({ at }) => at)])].sort(
      (a, b) => a - b,
    )
  }

  /** How many of the stops lie at or before now. */
  get passed(): number {
    return this.stops.filter((at) => at <= this.session.view.now + 1).length
  }

  /** To the next stop; where there is none yet, time runs on until there is. */
  next(): void {
    const { now } = this.session.view
    const known = this.stops.find((at) => at > now + 1)
    if (known !== undefined) return this.go(known)
    this.leave()
    this.stopAt = now
    this.isOnTheWay = true
    this.session.play(1)
    this.hurry = setTimeout(() => this.session.play(HURRY), PATIENCE)
    this.vain = setTimeout(() => this.stand(), VAIN)
  }

  previous(): void {
    const before = this.stops.findLast((at) => at < this.session.view.now - 1)
    this.go(before ?? 0)
  }

  go(at: number): void {
    this.leave()
    this.session.pause()
    void this.session.seek(at)
  }

  /** A person took over: time is theirs again. */
  leave(): void {
    clearTimeout(this.hurry)
    clearTimeout(this.vain)
    this.isOnTheWay = false
    this.stopAt = Infinity
  }

  /** Asked whenever the story grew: has the next stop come? */
  arrive(): void {
    if (this.isOnTheWay && this.stops.some((at) => at > this.stopAt + 1)) this.stand()
  }

  private stand(): void {
    this.leave()
    this.session.pause()
    this.session.speed = 1
  }

  /** Marks this moment, or takes the mark away. */
  mark(): void {
    this.bookmarks.toggle(this.session.view.now)
  }

  write(notes: string): void {
    this.notes = notes
    keep(this.name('notes'), notes || null)
  }

  /** The light goes on an object, or out. */
  light(uid: string | null): void {
    this.lit = uid === this.lit ? null : uid
  }

  private name(what: string): string {
    return `${what}:${this.session.scenario.id}`
  }
}
