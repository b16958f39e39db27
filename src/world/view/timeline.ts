import type { TraceRecord } from '../../kernel/trace'
import type { Hue, MarkView, MessageView } from '../frame'
import { markOf, messagesOf } from './messages'

type DriftPoint = readonly [at: number, missing: number]

/** How long a comet can be under way, virtual ms; what set out earlier is not told after a jump. */
const LONGEST_TRIP = 1_500
/** More messages than this in one frame are not seen as single ones any more; the newest are told. */
const MOST_MESSAGES = 400

/**
 * The history that the timeline shows: marks and the line of drift. It outlives turning back the time, since the same run computes the
 * same history again; a branch cuts it.
 */
export class History {
  private marks: MarkView[] = []
  private drift: DriftPoint[] = [[0, 0]]
  /** Newest trace record that was looked at for marks. */
  private marked = 0
  /** Newest trace record that was told in a frame. */
  private told = 0
  private toldDrift = 0

  constructor(
    private readonly trace: { readonly length: number; since(after: number): readonly TraceRecord[] },
    private readonly hueOf: (uid: string) => Hue,
    private readonly wordOf: (uid: string) => string,
  ) {}

  /** Notes that `missing` replicas are missing from `at` on. */
  note(at: number, missing: number): void {
    const last = this.drift[this.drift.length - 1]!
    if (at < last[0]) return
    if (at === last[0]) this.drift[this.drift.length - 1] = [at, missing]
    else if (missing !== last[1]) this.drift.push([at, missing])
  }

  /** Forgets what lies after virtual ms `now` and trace record `length`. */
  cut(now: number, length: number): void {
    this.marks = this.marks.filter((mark) => mark.id <= length)
    this.drift = this.drift.filter(([at]) => at <= now)
    this.marked = Math.min(this.marked, length)
    this.told = Math.min(this.told, length)
    this.toldDrift = Math.min(this.toldDrift, this.drift.length)
  }

  /** What is new since the last frame; with `reset` all of it up to `now`. */
  take(reset: boolean, now: number): { messages: MessageView[]; marks: readonly MarkView[]; driftLine: readonly DriftPoint[] } {
    const before = this.marks.length
    const from = Math.min(this.marked, this.told)
    const records = reset || from < this.trace.length ? this.trace.since(reset ? Math.min(from, this.trace.length) : from) : []
    for (const record of records) {
      if (record.id <= this.marked) continue
      const mark = markOf(record, this.hueOf(record.about))
      if (mark) this.marks.push(mark)
    }
    this.marked = Math.max(this.marked, this.trace.length)
    const messages = this.messages(
      reset ? this.trace.since(Math.max(0, this.trace.length - 4 * MOST_MESSAGES)) : records,
      reset,
      now,
    )
    this.told = this.trace.length
    const marks = reset ? this.marks.filter((mark) => mark.id <= this.trace.length) : this.marks.slice(before)
    const driftFrom = reset ? 0 : Math.max(0, this.toldDrift - 1)
    const driftLine = this.drift.slice(driftFrom).filter(([at]) => at <= now)
    this.toldDrift = this.drift.length
    return { messages, marks, driftLine }
  }

  private messages(records: readonly TraceRecord[], reset: boolean, now: number): MessageView[] {
    const found: MessageView[] = []
    for (let i = records.length - 1; i >= 0 && found.length < MOST_MESSAGES; i--) {
      const record = records[i]!
      if (record.at < now - LONGEST_TRIP) break
      if (!reset && record.id <= this.told) break
      found.push(
        ...messagesOf(record, this.hueOf(record.about), record.verb === 'status' ? this.wordOf(record.about) : '').reverse(),
      )
    }
    return found.reverse()
  }
}
