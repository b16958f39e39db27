import type { Pod } from './types'

/**
 * Seconds that a deleted pod gets: what was asked for, else what its spec says; none when it runs nowhere or has ended.
 * Rule: podStrategy.CheckGracefulDelete.
 */
export function podGracePeriod(pod: Pod, asked: number | undefined): number {
  let seconds = asked ?? pod.spec?.terminationGracePeriodSeconds ?? 0
  if (!pod.spec?.nodeName) seconds = 0
  const phase = pod.status?.phase
  if (phase === 'Failed' || phase === 'Succeeded') seconds = 0
  return seconds < 0 ? 1 : seconds
}
