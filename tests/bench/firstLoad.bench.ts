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
const budgets = { 'index.html': 150 * 1024, editor: 1650 * 1024, 'embed.html': 100 * 1024 }

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
  const started = performance.now()
  const tell = (title: string, baseline: number): void =>
    report({
      name: title,
      value: site.bytes(),
      unit: 'bytes, gzip',
      baseline,
      ratio: Math.round((site.bytes() / baseline) * 1000) / 1000,
      detail: { ms: Math.round(performance.now() - started), files: site.files() },
    })
  try {
    // The held editor may keep the page from ever counting as loaded, so nothing here waits for that.
    await page.goto(`${site.url}${name}`, { waitUntil: 'commit' })
    await page.waitForFunction(() => 'kubarium' in window)
    await site.quiet()
    tell(name === 'embed.html' ? 'first-load-embed' : 'first-load', budgets[name])
    if (name === 'embed.html') return
    site.release()
    await page.locator('.kub-editor .view-line').first().waitFor({ timeout: 60_000 })
    await site.quiet()
    tell('first-load-with-editor', budgets.editor)
  } finally {
    await page.close()
    site.close()
  }
}

interface CountingSite {
  url: string
  /** Compressed bytes sent so far. */
  bytes(): number
  /** What was sent, largest first: `path size`. */
  files(): string[]
  /** Resolves when nothing was sent for a second. */
  quiet(): Promise<void>
  /** Lets the editor through. */
  release(): void
  close(): void
}

async function countingSite(root: string): Promise<CountingSite> {
  const sent = new Map<string, number>()
  const waiting: (() => void)[] = []
  let released = false
  let lastSent = performance.now()
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const send = (): void => {
      const file = join(root, path)
      if (!existsSync(file)) return void response.writeHead(404).end()
      const body = gzipSync(readFileSync(file), { level: 9 })
      sent.set(path, body.length)
      lastSent = performance.now()
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
    async quiet() {
      while (performance.now() - lastSent < 1000) await new Promise((done) => setTimeout(done, 100))
    },
    release() {
      released = true
      for (const send of waiting.splice(0)) send()
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
