import { converge } from './converging'
import type { Report } from './result'

/** CPU seconds that the project allows itself for 1,000 pods, and for 10,000 on 1,000 nodes. */
const target = 0.5
const largeTarget = 3
/** The gate of KWOK for the same, seconds of wall clock: its pods only pretend to run. */
const kwokGate = 60
/** How much dearer a pod may be among ten thousand than among one thousand. */
const growthTarget = 1.5

/**
 * One Deployment of 1,000 replicas on 100 nodes, from nothing to all Ready, keyframes and all: the first run is cold, as in a page. Then
 * what a pod costs when there are three and ten times as many.
 */
export default async function converge1000(report: Report): Promise<void> {
  const tell = (
    name: string,
    detail: ReturnType<typeof converge>,
    baseline: number,
    more: Record<string, unknown> = {},
  ): void => {
    const { cpuSeconds: value } = detail
    report({ name, value, unit: 'cpu s', baseline, ratio: value / baseline, detail: { ...detail, ...more } })
  }
  tell('converge-1000-cold', converge(1000, 100), target)
  for (let i = 0; i < 3; i++) converge(1000, 100)
  const runs = [converge(1000, 100), converge(3000, 300), converge(10_000, 1000)] as const
  const [warm, , large] = runs
  tell('converge-1000-warm', warm, target)
  tell('converge-10000', large, largeTarget, { kwokGateSeconds: kwokGate, timesBelowGate: kwokGate / large.wallSeconds })
  const microseconds = runs.map(({ cpuSeconds, replicas }) => Math.round((cpuSeconds / replicas) * 1e6))
  const value = Math.max(...microseconds) / microseconds[0]!
  const detail = { microsecondsPerPod: Object.fromEntries(runs.map(({ replicas }, i) => [replicas, microseconds[i]])) }
  report({ name: 'converge-growth', value, unit: 'times', baseline: growthTarget, ratio: value / growthTarget, detail })
}
