import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import type { Report } from './result'
import { openBrowser, openSite } from './site'
import { feltFrom, hardest, watchTasks, watchedTasks, type Task } from './tasks'

type PageName = 'index.html' | 'embed.html'

/** Bytes, compressed: what the project allows itself until the stage shows the cluster, the world answers, the editor is there, and for an embed. */
const budgets = { 'index.html': 150 * 1024, world: 300 * 1024, editor: 1650 * 1024, 'embed.html': 100 * 1024 }
/** What the world's thread runs. */
const worldScript = /\/worker-[^/]*\.js$/
/** The time to the first stage, ms. For the playground: up to here a page's largest paint counts as good. */
const patience = { 'index.html': 2500, 'embed.html': 1500 }
/** How much slower than this machine the reader's is. */
const slowness = 4
const loads = 5
/** An embed is a frame of so much in its post, CSS px, and is watched so long while it plays, real ms. */
const frame = { width: 720, height: 420 }
const playing = 10_000

/**
 * How much a visitor downloads until the stage shows the opening cluster, until its world answers and until the editor is there, how long
 * a slow machine takes, and whether an embed that plays there keeps its main thread free, from the built site.
 */
export default async function firstLoad(report: Report): Promise<void> {
  const browser = await openBrowser()
  try {
    for (const name of ['index.html', 'embed.html'] as const) {
      if (!existsSync(join('dist', name))) continue
      await measureBytes(browser, name, report)
      await measureTime(browser, name, report)
    }
  } finally {
    await browser.close()
  }
}

const ratioOf = (value: number, baseline: number): number => Math.round((value / baseline) * 1000) / 1000

async function measureBytes(browser: Browser, name: PageName, report: Report): Promise<void> {
  const { page, site, close } = await openSite(browser)
  const tell = (title: string, baseline: number, what: string): void =>
    report({
      name: title,
      value: site.bytes(),
      unit: 'bytes, gzip',
      baseline,
      ratio: ratioOf(site.bytes(), baseline),
      detail: { what, brotli: site.brotliBytes(), files: site.files() },
    })
  const isEmbed = name === 'embed.html'
  try {
    // That the stage needs nothing of the world's thread is shown by not sending it.
    const sendWorld = isEmbed ? () => {} : site.hold(worldScript)
    await page.addInitScript(watchStage, { holdRest: true })
    await page.goto(`${site.url}${name}`, { waitUntil: 'commit' })
    await page.waitForFunction(() => window.firstLoad.stage > 0, null, { timeout: 60_000 })
    await site.quiet()
    if (isEmbed) return tell('first-load-embed', budgets[name], 'until the stage shows the cluster')
    tell(
      'first-load',
      budgets[name],
      'until the stage is alive: the opening cluster, its first seconds recorded when the site was built',
    )
    sendWorld()
    await page.evaluate(() => window.kubarium.ready)
    await site.quiet()
    tell('first-world', budgets.world, 'until the world itself answers: the page and the thread of the world')
    await page.evaluate(() => window.firstLoad.release())
    await editorShown(page)
    await site.quiet()
    tell('first-load-with-editor', budgets.editor, 'until the editor can be typed in, with all of the above')
  } finally {
    await close()
  }
}

async function measureTime(browser: Browser, name: PageName, report: Report): Promise<void> {
  const isEmbed = name === 'embed.html'
  const runs: (Watched & { readonly before: readonly Task[]; readonly after: readonly Task[] })[] = []
  for (let load = 0; load < loads; load++) {
    const { page, site, close } = await openSite(browser, isEmbed ? frame : undefined)
    try {
      await page.addInitScript(watchStage, { holdRest: false })
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness })
      await watchTasks(browser, page)
      await page.goto(`${site.url}${name}`, { waitUntil: 'commit' })
      await page.waitForFunction(() => window.firstLoad.stage > 0 && window.firstLoad.world > 0, null, { timeout: 60_000 })
      if (isEmbed) await page.waitForTimeout(playing)
      else await editorShown(page)
      const watched = await page.evaluate(() => ({ ...window.firstLoad, editor: performance.now() }))
      const tasks = await watchedTasks(browser)
      const before = tasks.filter(({ at }) => at < watched.stage)
      runs.push({ ...watched, before, after: tasks.filter((task) => !before.includes(task)) })
    } finally {
      await close()
    }
  }
  const stage = median(runs.map((run) => run.stage))
  const longTask = (isBefore: boolean): number =>
    median(runs.map((run) => Math.max(0, ...run.longTasks.filter(({ at }) => at < run.stage === isBefore).map(({ ms }) => ms))))
  const unit = `ms, CPU slowed ${slowness} times`
  report({
    name: isEmbed ? 'first-stage-embed' : 'first-stage',
    value: stage,
    unit,
    baseline: patience[name],
    ratio: ratioOf(stage, patience[name]),
    detail: {
      all: runs.map((run) => Math.round(run.stage)),
      cpu: runs.map(({ before }) => Math.round(before.reduce((sum, task) => sum + task.cpu, 0))),
      world: median(runs.map((run) => run.world)),
      longestTaskBeforeStage: longTask(true),
      longestTaskAfter: longTask(false),
      ...(!isEmbed && { editor: median(runs.map((run) => run.editor ?? 0)) }),
    },
  })
  if (!isEmbed) return
  const longest = runs.map(({ after }) => hardest(after))
  const value = Math.max(...longest.map(({ cpu }) => cpu))
  report({
    name: 'play-embed',
    value,
    unit: `cpu ms, longest task, CPU slowed ${slowness} times`,
    baseline: feltFrom,
    ratio: ratioOf(value, feltFrom),
    detail: { what: `the main thread from the first stage on, ${playing / 1000} s of play`, runs: longest },
  })
}

const editorShown = (page: Page): Promise<void> => page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })

const median = (values: readonly number[]): number => Math.round([...values].sort((a, b) => a - b)[values.length >> 1]!)

interface LongTask {
  readonly at: number
  readonly ms: number
}

interface Watched {
  /** When the cluster was drawn for the first time, ms since the navigation; 0 before. */
  stage: number
  /** When the world itself had answered, likewise. */
  world: number
  editor?: number
  longTasks: LongTask[]
}

declare global {
  interface Window {
    firstLoad: Watched & { release(): void }
  }
}

/** Runs in the page before its own code. With `holdRest`, what the page leaves for when it is at rest waits until it is released. */
function watchStage({ holdRest }: { holdRest: boolean }): void {
  const { requestIdleCallback: real } = window
  const held: (() => void)[] = []
  const watched = {
    stage: 0,
    world: 0,
    longTasks: [] as LongTask[],
    release() {
      window.requestIdleCallback = real
      for (const begin of held.splice(0)) begin()
    },
  }
  if (holdRest) {
    window.requestIdleCallback = (begin, options) => held.push(() => real.call(window, begin, options))
  }
  window.firstLoad = watched
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watched.longTasks.push({ at: startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
  requestAnimationFrame(function look() {
    if (!window.kubarium?.state().nodes.length) return void requestAnimationFrame(look)
    void window.kubarium.ready.then(() => (watched.world = performance.now()))
    // What arrived before this frame is drawn with it, and seen when the next one begins.
    requestAnimationFrame(() => (watched.stage = performance.now()))
  })
}
