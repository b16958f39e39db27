import type { KubeObject } from '../../src/api/meta'
import { createWorld } from '../../src/world/world'

interface Result {
  name: string
  value: number
  unit: string
  baseline: number
  ratio: number
  detail: Record<string, unknown>
}

/** CPU seconds that the project allows itself. */
const target = 0.5
const REPLICAS = 1000
const NODES = 100
/** Virtual ms at a stretch: what a page would ask for in one frame at 60 times speed. */
const SLICE = 1000

const text = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${REPLICAS}
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

function converge() {
  const world = createWorld({ seed: 1, nodes: NODES })
  world.advance(10_000)
  const ready = () =>
    (world.cluster.store.get('Deployment', 'default/web') as DeploymentStatus | undefined)?.status?.readyReplicas ?? 0
  const wall = performance.now()
  const cpu = process.cpuUsage()
  const steps = world.kernel.steps
  let longest = 0
  let memory = 0
  world.dispatch({ type: 'apply', file: 'web.yaml', text })
  const began = world.now
  while (ready() < REPLICAS && world.now < began + 600_000) {
    const before = performance.now()
    world.advance(world.now + SLICE)
    longest = Math.max(longest, performance.now() - before)
    memory = Math.max(memory, process.memoryUsage().heapUsed)
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    ready: ready(),
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - wall) / 1000,
    virtualSeconds: (world.now - began) / 1000,
    steps: world.kernel.steps - steps,
    records: world.kernel.trace.length,
    longestSliceMs: longest,
    peakHeapMB: memory / 2 ** 20,
  }
}

/** One Deployment of 1,000 replicas on 100 nodes, from nothing to all Ready, keyframes and all. The first run is cold, as in a page. */
export default async function converge1000(report: (result: Result) => void): Promise<void> {
  for (const run of ['cold', 'warm']) {
    const result = converge()
    if (result.ready < REPLICAS) throw new Error(`only ${result.ready} of ${REPLICAS} became ready: ${JSON.stringify(result)}`)
    const { cpuSeconds: value } = result
    report({ name: `converge-1000-${run}`, value, unit: 'cpu s', baseline: target, ratio: value / target, detail: result })
  }
}
