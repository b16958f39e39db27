import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { chromium, type Browser, type Page } from 'playwright'
import { buildSite, siteIsStale } from '../../scripts/site.mjs'
import { setup } from '../../scripts/setup.mjs'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Opens a browser for the built site, which is built first when it is not up to date. */
export async function openBrowser(): Promise<Browser> {
  const { browser: executablePath } = await setup({ browser: true })
  if (siteIsStale()) await buildSite({ logLevel: 'silent' })
  return chromium.launch({ executablePath })
}

/** The built site on a server that counts what it sends. */
export interface CountingSite {
  url: string
  /** Keeps back what has such a path until the returned function is called. */
  hold(path: RegExp): () => void
  /** Compressed bytes sent so far. */
  bytes(): number
  /** The same, where the server has Brotli. */
  brotliBytes(): number
  /** What was sent, largest first: `path size`. */
  files(): string[]
  /** Resolves when nothing was sent for a second. */
  quiet(): Promise<void>
}

/** Opens a page of such a site, in a window of this size, CSS px. */
export async function openSite(
  browser: Browser,
  viewport = { width: 1600, height: 900 },
): Promise<{ page: Page; site: CountingSite; close(): Promise<void> }> {
  const page = await browser.newPage({ viewport })
  const sent = new Map<string, { raw: Buffer; size: number }>()
  let lastSent = performance.now()
  let held: RegExp | null = null
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = join('dist', path)
    if (!existsSync(file)) return void response.writeHead(404).end()
    const send = (): void => {
      const raw = readFileSync(file)
      const body = gzipSync(raw, { level: 9 })
      sent.set(path, { raw, size: body.length })
      lastSent = performance.now()
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip' })
      response.end(body)
    }
    if (held?.test(path)) waiting.push(send)
    else send()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port to serve the site on')
  const site: CountingSite = {
    url: `http://127.0.0.1:${address.port}/`,
    hold(path) {
      held = path
      return () => {
        held = null
        for (const send of waiting.splice(0)) send()
      }
    },
    bytes: () => [...sent.values()].reduce((sum, { size }) => sum + size, 0),
    brotliBytes: () => [...sent.values()].reduce((sum, { raw }) => sum + brotliCompressSync(raw).length, 0),
    files: () => [...sent].sort((a, b) => b[1].size - a[1].size).map(([path, { size }]) => `${path} ${size}`),
    async quiet() {
      while (performance.now() - lastSent < 1000) await new Promise((done) => setTimeout(done, 100))
    },
  }
  return {
    page,
    site,
    async close() {
      await page.close()
      server.close()
      server.closeAllConnections()
    },
  }
}
