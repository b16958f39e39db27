import { chromium } from 'playwright'
import { createServer } from 'vite'
import { setup } from '../../scripts/setup.mjs'
import type {} from '../scene/gallery/gallery'
import type { Timing } from '../scene/gallery/paintBench'
import type { Report } from './result'

/** Script on the main thread that a frame may cost when little changes, ms. */
const target = 2

/** What one animation frame costs the page's main thread with 2,000 pods and 300 messages on stage: scene and painting together. */
export default async function frame2000(report: Report): Promise<void> {
  const { browser: executablePath } = await setup({ browser: true })
  const server = await createServer({
    configFile: false,
    root: process.cwd(),
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0 },
  })
  await server.listen()
  const browser = await chromium.launch({ executablePath })
  try {
    const page = await browser.newPage({ viewport: { width: 1140, height: 662 } })
    const [address] = server.resolvedUrls?.local ?? []
    if (!address) throw new Error('the gallery server has no address')
    await page.goto(`${address}tests/scene/gallery/index.html`)
    await page.waitForSelector('html[data-ready]', { state: 'attached' })
    const run = (changed: number, flying: number): Promise<Timing> =>
      page.evaluate(([pods, messages]) => window.playFrames(240, pods, messages), [changed, flying] as const)
    const cases = [
      ['frame-2000', 2, 300],
      ['frame-2000-busy', 40, 300],
      ['frame-2000-still', 0, 0],
    ] as const
    for (const [name, changed, flying] of cases) {
      const { median, p95 } = await run(changed, flying)
      const value = Math.round(median * 1000) / 1000
      const ratio = Math.round((value / target) * 1000) / 1000
      report({
        name,
        value,
        unit: 'ms script',
        baseline: target,
        ratio,
        detail: { p95: Math.round(p95 * 1000) / 1000, changed, messages: flying },
      })
    }
  } finally {
    await browser.close()
    await server.close()
  }
}
