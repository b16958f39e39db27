/** What came of a batch. */
export interface SlowStart {
  readonly successes: number
  readonly calls: number
  /** The first failure, if any. */
  readonly error: unknown
}

/**
 * Makes `count` calls in batches of 1, 2, 4, ... and stops after the first batch with a failure, so that a workload that cannot create
 * its pods (quota, admission) asks a few times and not a thousand. Upstream: slowStartBatch. Only errors that `tolerates` says so are
 * caught; the rest pass through.
 */
export function slowStart(count: number, call: () => void, tolerates: (error: unknown) => boolean, initial = 1): SlowStart {
  let successes = 0
  let calls = 0
  let error: unknown
  for (let batch = Math.min(count, initial); batch > 0; batch = Math.min(2 * batch, count - calls)) {
    for (let i = 0; i < batch; i++) {
      calls++
      try {
        call()
        successes++
      } catch (caught) {
        if (!tolerates(caught)) throw caught
        error ??= caught
      }
    }
    if (error !== undefined) break
  }
  return { successes, calls, error }
}
