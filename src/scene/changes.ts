import type { Change } from './model'
import { changeTime } from './motion'

/** Real ms of the fade that stands in for every change under reduced motion. */
const fade = 120

/** Virtual ms that a change is shown for; 0 when it is not played. */
export function changeLength(change: Change, speed: number, reduced: boolean): number {
  if (speed > 8) return 0
  if (reduced) return fade * Math.max(1, speed)
  if (change.kind !== 'state') return changeTime[change.kind]
  if (change.pod.state === 'crash' || change.pod.state === 'failed') return 0
  if (change.pod.state === 'ready') return changeTime.ready
  return change.before === 'ready' ? changeTime.unready : changeTime.state
}

/** How far a change has played, 0 to 1; null when it does not show at this moment. */
export function changePart(change: Change | undefined, time: number, speed: number, reduced: boolean): number | null {
  if (!change) return null
  const since = time - change.at
  const length = changeLength(change, speed, reduced)
  return since >= 0 && since < length ? since / length : null
}
