import type { KubeObject } from '../../src/api/meta'
import { createWorld } from '../../src/world/world'
import type { Report } from './result'

/** CPU seconds that the project allows itself. */
const target = 0.5
/** How much dearer a pod may be among ten thousand than among one thousand. */
const growthTarget = 1.5
/** Virtual ms at a stretch: what a page would ask for in one frame at 6 times speed. */
const SLICE = 100
/** Asking for the size of the heap takes longer than most slices, so only every so often. */
const SLICES_PER_LOOK = 10

const manifest = (replicas: number) => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          resources:
            requests: { cpu: 100m, memory: 64Mi }
          readinessProbe:
            httpGet: { path: /, port: 80 }
`

interface DeploymentStatus extends KubeObject {
  readonly status?: { readonly readyReplicas?: number }
}

function converge(replicas: number, nodes: number) {
  const world = createWorld({ seed: 1, nodes })
  world.advance(10_000)
  const ready = () =>
    (world.cluster.store.get('Deployment', 'default/web') as DeploymentStatus | undefined)?.status?.readyReplicas ?? 0
  const wall = performance.now()
  const cpu = process.cpuUsage()
  const steps = world.kernel.steps
  let longest = 0
  let memory = 0
  let slices = 0
  world.dispatch({ type: 'apply', file: 'web.yaml', text: manifest(replicas) })
  const began = world.now
  while (ready() < replicas && world.now < began + 600_000) {
    const before = performance.now()
    world.advance(world.now + SLICE)
    longest = Math.max(longest, performance.now() - before)
    if (slices++ % SLICES_PER_LOOK === 0) memory = Math.max(memory, process.memoryUsage().heapUsed)
  }
  const { user, system } = process.cpuUsage(cpu)
  const result = {
    replicas,
    nodes,
    ready: ready(),
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - wall) / 1000,
    virtualSeconds: (world.now - began) / 1000,
    steps: world.kernel.steps - steps,
    records: world.kernel.trace.length,
    longestSliceMs: longest,
    peakHeapMB: memory / 2 ** 20,
  }
  if (result.ready < replicas) throw new Error(`only ${result.ready} of ${replicas} became ready: ${JSON.stringify(result)}`)
  return result
}

/**
 * One Deployment of 1,000 replicas on 100 nodes, from nothing to all Ready, keyframes and all: the first run is cold, as in a page. Then
 * what a pod costs when there are three and ten times as many.
 */
export default async function converge1000(report: Report): Promise<void> {
  const tell = (name: string, detail: ReturnType<typeof converge>): void => {
    const { cpuSeconds: value } = detail
    report({ name, value, unit: 'cpu s', baseline: target, ratio: value / target, detail })
  }
  tell('converge-1000-cold', converge(1000, 100))
  for (let i = 0; i < 3; i++) converge(1000, 100)
  const runs = [converge(1000, 100), converge(3000, 300), converge(10_000, 1000)]
  tell('converge-1000-warm', runs[0]!)
  const microseconds = runs.map(({ cpuSeconds, replicas }) => Math.round((cpuSeconds / replicas) * 1e6))
  const value = Math.max(...microseconds) / microseconds[0]!
  const detail = {
    microsecondsPerPod: Object.fromEntries(runs.map(({ replicas }, i) => [replicas, microseconds[i]])),
    largest: runs[2],
  }
  report({ name: 'converge-growth', value, unit: 'times', baseline: growthTarget, ratio: value / growthTarget, detail })
}
