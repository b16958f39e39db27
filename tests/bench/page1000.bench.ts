import type { Report } from './result'
import { openBrowser, openSite } from './site'
import { feltFrom, hardest, watchTasks, watchedTasks, type Task } from './tasks'

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
    const runs: ReturnType<typeof told>[] = []
    for (let run = 0; run < times; run++) {
      const { page, site, close } = await openSite(browser)
      try {
        await page.goto(`${site.url}index.html?paused`)
        await page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })
        await page.evaluate(prepare, nodes)
        await watchTasks(browser, page)
        const felt = await page.evaluate(converge, { manifest, replicas })
        runs.push(told(felt, await watchedTasks(browser)))
      } finally {
        await close()
      }
    }
    const value = Math.max(...runs.map(({ cpu }) => cpu))
    report({
      name: 'page-1000',
      value,
      unit: 'cpu ms, longest task',
      baseline: feltFrom,
      ratio: value / feltFrom,
      detail: { runs },
    })
  } finally {
    await browser.close()
  }
}

/** What a run was like: `longTasks` as the page itself is told of them. */
const told = ({ tasks, ...felt }: Awaited<ReturnType<typeof converge>>, watched: readonly Task[]) => ({
  ...felt,
  ...hardest(watched),
  longTasks: tasks,
})

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
