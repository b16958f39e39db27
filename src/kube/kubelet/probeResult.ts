import type { ProbeType } from '../../runtime/probe.machine'

/** A probe's result as the kubelet records it. */
export type ProbeResult = 'success' | 'failure' | 'unknown'

/** What a probe has seen so far. */
export interface ProbeRun {
  readonly result: ProbeResult
  readonly last: boolean | undefined
  readonly runs: number
}

/** Liveness counts as passing until it fails, readiness as failing until it passes; startup is not known. Upstream: newWorker. */
export const firstRun = (type: ProbeType): ProbeRun => ({
  result: type === 'liveness' ? 'success' : type === 'readiness' ? 'failure' : 'unknown',
  last: undefined,
  runs: 0,
})

/** The recorded result after one more check: only a row of equal outcomes as long as the threshold changes it. Upstream: worker.doProbe. */
export function afterCheck(run: ProbeRun, passed: boolean, successThreshold: number, failureThreshold: number): ProbeRun {
  const runs = run.last === passed ? run.runs + 1 : 1
  const reached = runs >= (passed ? successThreshold : failureThreshold)
  return { result: reached ? (passed ? 'success' : 'failure') : run.result, last: passed, runs }
}
