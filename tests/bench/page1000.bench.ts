import type { Report } from './result'
import { openBrowser, openSite } from './site'

/** The longest task that a person does not feel, ms. */
const limit = 50
const runs = 3
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

/** What the page itself feels of 1,000 replicas that become Ready on 100 nodes at full speed: the longest task of its main thread. */
export default async function page1000(report: Report): Promise<void> {
  const browser = await openBrowser()
  try {
    const measured: Awaited<ReturnType<typeof converge>>[] = []
    for (let run = 0; run < runs; run++) {
      const { page, site, close } = await openSite(browser)
      try {
        await page.goto(`${site.url}index.html?paused`)
        await page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })
        measured.push(await page.evaluate(converge, { manifest, replicas, nodes }))
      } finally {
        await close()
      }
    }
    const longest = measured.map(({ tasks }) => Math.max(0, ...tasks))
    const value = Math.max(...longest)
    const detail = { longest, tasksOver50: measured.map(({ tasks }) => tasks.length), measured }
    report({
      name: 'page-1000',
      value,
      unit: 'ms, longest task (0: none over 50)',
      baseline: limit,
      ratio: value / limit,
      detail,
    })
  } finally {
    await browser.close()
  }
}

/** Runs in the page. */
async function converge({ manifest, replicas, nodes }: { manifest: string; replicas: number; nodes: number }) {
  const { kubarium } = window
  await kubarium.ready
  for (let i = kubarium.state().nodes.length; i < nodes; i++) {
    await kubarium.dispatch({ type: 'add-node', cpu: '64', memory: '256Gi' })
  }
  kubarium.play(4)
  await new Promise((done) => setTimeout(done, 4000))
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
  while (ready() < replicas && performance.now() - began < 60_000) await new Promise((done) => setTimeout(done, 50))
  const seconds = (performance.now() - began) / 1000
  if (ready() < replicas) throw new Error(`only ${ready()} of ${replicas} became ready`)
  return { seconds, frames, tasks }
}
