import { createWorld } from '../../src/world/world'
import { manifest } from './converging'
import type { Report } from './result'

/** CPU ms for a virtual second at rest: 24 virtual hours of 1,000 pods are to take 10 s. */
const target = 10_000 / 86_400
/** With users at work: a hundredth of the second that passes. */
const busyTarget = 10
const REPLICAS = 1000
const NODES = 100
/** Requests a second. */
const RATE = 200
const SETTLING_MS = 120_000
const WARMING_MS = 120_000
const SLICE = 100

const service = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

/** What 1,000 pods on 100 nodes cost when nothing happens: leases, node statuses, monitors; and with a steady flow of requests. */
export default async function steadyIdle(report: Report): Promise<void> {
  const idle = measure(0, 3_600_000)
  report({
    name: 'steady-idle',
    value: idle.cpuMs,
    unit: 'cpu ms per virtual s',
    baseline: target,
    ratio: idle.cpuMs / target,
    detail: { pods: REPLICAS, nodes: NODES, ...idle },
  })
  const busy = measure(RATE, 600_000)
  report({
    name: 'steady-traffic',
    value: busy.cpuMs,
    unit: 'cpu ms per virtual s',
    baseline: busyTarget,
    ratio: busy.cpuMs / busyTarget,
    detail: { pods: REPLICAS, nodes: NODES, rate: RATE, ...busy },
  })
}

/** Runs a settled cluster in slices of a page's frames. */
function measure(rate: number, ms: number) {
  const world = createWorld({ seed: 1, nodes: NODES })
  const run = (span: number) => {
    for (const end = world.now + span; world.now < end;) world.advance(world.now + SLICE)
  }
  world.dispatch({ type: 'apply', file: 'web.yaml', text: manifest(REPLICAS) + service })
  run(SETTLING_MS)
  if (rate) world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate })
  run(WARMING_MS)
  const { steps, trace } = world.kernel
  const { revision } = world.cluster.store
  const records = trace.length
  const before = process.cpuUsage()
  run(ms)
  const { user, system } = process.cpuUsage(before)
  const seconds = ms / 1000
  return {
    cpuMs: (user + system) / 1000 / seconds,
    virtualSeconds: seconds,
    stepsPerSecond: (world.kernel.steps - steps) / seconds,
    writesPerSecond: (world.cluster.store.revision - revision) / seconds,
    recordsPerSecond: (trace.length - records) / seconds,
  }
}
