const minute = 60
const hour = 60 * minute
const day = 24 * hour
const year = 365 * day

/** A span as kubectl prints ages: `45s`, `3m10s`, `5h`, `2d3h`, `3y12d`. Takes ms. Rule: duration.HumanDuration. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < 0) return seconds < -1 ? '<invalid>' : '0s'
  if (seconds < 2 * minute) return `${seconds}s`
  if (seconds < 10 * minute) return two(seconds, minute, 'm', 1, 's')
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`
  if (seconds < 8 * hour) return two(seconds, hour, 'h', minute, 'm')
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`
  if (seconds < 8 * day) return two(seconds, day, 'd', hour, 'h')
  if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`
  return seconds < 8 * year ? two(seconds, year, 'y', day, 'd') : `${Math.floor(seconds / year)}y`
}

/** A span in one unit. Takes ms. Rule: duration.ShortHumanDuration. */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < 0) return seconds < -1 ? '<invalid>' : '0s'
  if (seconds < minute) return `${seconds}s`
  if (seconds < hour) return `${Math.floor(seconds / minute)}m`
  if (seconds < day) return `${Math.floor(seconds / hour)}h`
  return seconds < year ? `${Math.floor(seconds / day)}d` : `${Math.floor(seconds / year)}y`
}

function two(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small)
  return `${Math.floor(seconds / large)}${largeName}${rest ? `${rest}${smallName}` : ''}`
}
