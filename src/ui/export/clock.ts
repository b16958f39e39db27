/** A moment that somebody wrote, `1:23.4`, `1:02:03` or seconds, in virtual ms; null for what is none. */
export function readClock(written: string): number | null {
  const found = /^(?:(?:(\d+):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,3})?)$/.exec(written.trim())
  if (!found) return null
  const [, hours, minutes, seconds] = found
  if ((minutes !== undefined && Number(seconds) >= 60) || (hours !== undefined && Number(minutes) >= 60)) return null
  return Math.round((Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1000)
}
