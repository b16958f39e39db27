/** How often something failed lately; plain data. */
export interface BackOffEntry {
  /** ms to wait after the next failure. */
  readonly wait: number
  /** Virtual ms of the last failure that was counted. */
  readonly at: number
}

/** The kubelet's back-off, for crashes and for pulls: from 10 s, doubling to 300 s (pkg/kubelet: backOffPeriod, MaxContainerBackOff). */
export const BACK_OFF = { initial: 10_000, max: 300_000 } as const

/**
 * ms from now until the next try, after a failure at `failedAt`. Forgotten when the last one is more than twice the maximum ago.
 * Upstream: client-go util/flowcontrol Backoff.IsInBackOffSince.
 */
export function waitFor(entry: BackOffEntry | undefined, failedAt: number, now: number, max: number = BACK_OFF.max): number {
  if (!entry || failedAt - entry.at > 2 * max) return 0
  return Math.max(0, entry.wait - (now - failedAt))
}

/** The entry after one more try. Upstream: Backoff.Next. */
export function nextBackOff(
  entry: BackOffEntry | undefined,
  failedAt: number,
  now: number,
  { initial, max }: { initial: number; max: number } = BACK_OFF,
): BackOffEntry {
  if (!entry || failedAt - entry.at > 2 * max) return { wait: initial, at: now }
  return { wait: Math.min(entry.wait * 2, max), at: now }
}
