import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright'
import { buildSite, siteIsStale } from '../../scripts/site.mjs'
import { setup } from '../../scripts/setup.mjs'

interface Result {
  name: string
  value: number
  unit: string
  baseline: number
  ratio: number
  detail: Record<string, unknown>
}

/** Bytes, compressed: what the project allows itself for the page without and with the editor, and for an embed. */
const budgets = { 'index.html': 150 * 1024, editor: 1500 * 1024, 'embed.html': 100 * 1024 }

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** The chunk by which Monaco enters, and its style sheet: held back until the stage is alive. */
const isEditor = (path: string): boolean => /\/codeEditor-[^/]*\.(js|css)$/.test(path)

/** How much a visitor downloads before the stage is alive, and how much until the editor is, from the built site. */
export default async function firstLoad(report: (result: Result) => void): Promise<void> {
  const { browser: executablePath } = await setup({ browser: true })
  if (siteIsStale()) await buildSite({ logLevel: 'silent' })
  const browser = await chromium.launch({ executablePath })
  try {
    for (const name of ['index.html', 'embed.html'] as const) {
      if (existsSync(join('dist', name))) await measure(await browser.newPage(), name, report)
    }
  } finally {
    await browser.close()
  }
}

async function measure(page: Page, name: 'index.html' | 'embed.html', report: (result: Result) => void): Promise<void> {
  const site = await countingSite('dist')
  const result = (title: string, value: number, baseline: number, files: readonly string[], ms: number): Result => ({
    name: title,
    value,
    unit: 'bytes, gzip',
    baseline,
    ratio: Math.round((value / baseline) * 1000) / 1000,
    detail: { ms: Math.round(ms), files },
  })
  const started = performance.now()
  await page.goto(`${site.url}${name}`)
  await page.waitForFunction(() => 'kubarium' in window)
  await page.waitForLoadState('networkidle')
  const title = name === 'embed.html' ? 'first-load-embed' : 'first-load'
  report(result(title, site.bytes(), budgets[name], site.files(), performance.now() - started))
  if (name === 'index.html') {
    site.release()
    await page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })
    await page.waitForLoadState('networkidle')
    report(result('first-load-with-editor', site.bytes(), budgets.editor, site.files(), performance.now() - started))
  }
  await page.close()
  site.close()
}

interface CountingSite {
  url: string
  /** Compressed bytes sent so far. */
  bytes(): number
  /** What was sent, largest first: `path size`. */
  files(): string[]
  /** Lets the editor through. */
  release(): void
  close(): void
}

async function countingSite(root: string): Promise<CountingSite> {
  const sent = new Map<string, number>()
  const waiting: (() => void)[] = []
  let released = false
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const send = (): void => {
      const file = join(root, path)
      if (!existsSync(file)) return void response.writeHead(404).end()
      const body = gzipSync(readFileSync(file), { level: 9 })
      sent.set(path, body.length)
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip' })
      response.end(body)
    }
    if (isEditor(path) && !released) waiting.push(send)
    else send()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port to serve the site on')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    bytes: () => [...sent.values()].reduce((sum, size) => sum + size, 0),
    files: () => [...sent].sort((a, b) => b[1] - a[1]).map(([path, size]) => `${path} ${size}`),
    release() {
      released = true
      for (const send of waiting.splice(0)) send()
    },
    close: () => server.close(),
  }
}
