import type { Report } from './result'
import { openBrowser, openSite } from './site'

/** The longest task that a person does not feel, ms. */
const limit = 50
const times = 3
const replicas = 1000
const nodes = 100

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.27', resources: { requests: { cpu: 100m, memory: 64Mi } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

/**
 * What the page itself feels of 1,000 replicas that become Ready on 100 nodes at full speed: the longest task of its main thread, by the
 * time that its thread ran; what a busy machine adds by letting it wait is told beside it.
 */
export default async function page1000(report: Report): Promise<void> {
  const browser = await openBrowser()
  try {
    const measured: (Awaited<ReturnType<typeof converge>> & ReturnType<typeof tasksOf>)[] = []
    for (let run = 0; run < times; run++) {
      const { page, site, close } = await openSite(browser)
      try {
        await page.goto(`${site.url}index.html?paused`)
        await page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })
        await page.evaluate(prepare, nodes)
        await browser.startTracing(page, { categories: ['toplevel'] })
        const felt = await page.evaluate(converge, { manifest, replicas })
        measured.push({ ...felt, ...tasksOf(await browser.stopTracing()) })
      } finally {
        await close()
      }
    }
    const value = Math.max(...measured.map(({ longestCpu }) => longestCpu))
    const runs = measured.map(({ tasks, ...rest }) => ({ ...rest, longest: Math.max(0, ...tasks), over50: tasks.length }))
    const detail = { runs }
    report({
      name: 'page-1000',
      value,
      unit: 'cpu ms, longest task',
      baseline: limit,
      ratio: value / limit,
      detail,
    })
  } finally {
    await browser.close()
  }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds that the thread ran. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** What the tasks of pages' main threads took, by their own clock. */
function tasksOf(trace: Buffer): { readonly longestCpu: number; readonly cpuOver50: number; readonly cpu: number } {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  )
  const costs = traceEvents
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && event.tdur !== undefined && mains.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1000)
  if (costs.length === 0) throw new Error('the trace tells of no task')
  return {
    longestCpu: costs.reduce((most, cost) => Math.max(most, cost), 0),
    cpuOver50: costs.filter((cost) => cost > limit).length,
    cpu: costs.reduce((sum, cost) => sum + cost, 0),
  }
}

/** Runs in the page: nodes for all. */
async function prepare(nodes: number) {
  const { kubarium } = window
  await kubarium.ready
  for (let i = kubarium.state().nodes.length; i < nodes; i++) {
    await kubarium.dispatch({ type: 'add-node', cpu: '64', memory: '256Gi' })
  }
  kubarium.play(4)
  await new Promise((done) => setTimeout(done, 4000))
}

/** Runs in the page. */
async function converge({ manifest, replicas }: { manifest: string; replicas: number }) {
  const { kubarium } = window
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(Math.round(duration))
  })
  observer.observe({ entryTypes: ['longtask'] })
  let frames = 0
  requestAnimationFrame(function count() {
    frames++
    requestAnimationFrame(count)
  })
  const began = performance.now()
  await kubarium.apply('web.yaml', manifest)
  kubarium.play(Infinity)
  const ready = (): number => kubarium.state().pods.filter((pod) => pod.ready).length
  while (ready() < replicas && performance.now() - began < 240_000) await new Promise((done) => setTimeout(done, 50))
  const seconds = (performance.now() - began) / 1000
  if (ready() < replicas) throw new Error(`only ${ready()} of ${replicas} became ready`)
  return { seconds, frames, tasks }
}
