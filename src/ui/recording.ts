import type { Frame } from '../world/frame'

/**
 * What the world will answer for the first seconds of the opening, computed when the site is built: a frame with `reset`, then what
 * changed, in the order of time. A run follows from its seed and its commands, so this is the run itself, ahead of its thread.
 */
export interface Recording {
  readonly frames: readonly Frame[]
  /** How far it goes, virtual ms. */
  readonly until: number
}

/** Plays a recording while the world's thread is on its way. */
export interface RecordingPlayer {
  /** The frames that bring the page to `to`, or to the end of the recording when that is earlier; none when it stands there already. */
  advance(to: number): readonly Frame[]
}

export function playRecording({ frames, until }: Recording): RecordingPlayer {
  let shown = 0
  let now = -1
  return {
    advance(to) {
      const moment = Math.min(to, until)
      if (moment <= now) return []
      const due: Frame[] = []
      while (shown < frames.length && frames[shown]!.now <= moment) due.push(frames[shown++]!)
      now = moment
      if (due.at(-1)?.now !== moment) due.push(uneventful(moment))
      return due
    },
  }
}

/** A frame that tells nothing but the time. */
const uneventful = (now: number): Frame => ({
  reset: false,
  now,
  end: now,
  pods: [],
  gonePods: [],
  messages: [],
  marks: [],
  driftLine: [],
})

/** Records a run from `from` on, as a page would be told it in steps of `step` ms. */
export function record(
  session: { seek(to: number): Frame; tick(to: number, more: () => boolean): Frame },
  { from, until, step }: { readonly from: number; readonly until: number; readonly step: number },
): Recording {
  const first = session.seek(from)
  const frames = [first]
  let told: Frame = first
  for (let to = from + step; to <= until; to += step) {
    const news = newsIn(
      session.tick(to, () => true),
      told,
    )
    if (Object.keys(news).length === 0) continue
    frames.push({ ...uneventful(to), ...news })
    told = { ...told, ...news }
  }
  return { frames, until }
}

/** What a frame tells that was not told before: lists of what happened, and parts that differ from what was told last. */
function newsIn({ reset: _, now: __, end: ___, ...parts }: Frame, told: Frame): Partial<Frame> {
  const isNews = ([name, part]: readonly [string, unknown]): boolean => {
    if (part === undefined) return false
    if (name in uneventful(0)) return Array.isArray(part) && part.length > 0
    return JSON.stringify(part) !== JSON.stringify(told[name as keyof Frame])
  }
  return Object.fromEntries(Object.entries(parts).filter(isNews)) as Partial<Frame>
}
