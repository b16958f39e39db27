import type { KubeObject } from '../../src/api/meta'
import { createWorld } from '../../src/world/world'

/** Virtual ms at a stretch: what a page would ask for in one frame at 6 times speed. */
const SLICE = 100
/** Asking for the size of the heap takes longer than most slices, so only every so often. */
const SLICES_PER_LOOK = 10

/** One Deployment with a readiness probe. */
export const manifest = (replicas: number) => `
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

/** A new world in which a Deployment goes from nothing to all Ready, keyframes and all, and what that cost. Throws when it does not. */
export function converge(replicas: number, nodes: number) {
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
