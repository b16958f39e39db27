/** The built site: when to build it, how to build it, how to serve it. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = [
  'src',
  'public',
  'scenarios',
  'index.html',
  'embed.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
  'scripts/schema.mjs',
  'scripts/opening.mjs',
  'scripts/offline.mjs',
]

/** Builds dist/ from scratch. */
export async function buildSite({ logLevel = 'info' } = {}) {
  const { build } = await import('vite')
  // Vite leaves `development` behind where it ran modules before, as for the benches, and would then build for it.
  process.env.NODE_ENV = 'production'
  await build({ root, logLevel })
}

/** True when some source is newer than what was built, or nothing was built. */
export function siteIsStale() {
  const built = join(root, 'dist', 'index.html')
  return !existsSync(built) || newest(sources.map((name) => join(root, name))) > statSync(built).mtimeMs
}

/**
 * Serves dist/ on 127.0.0.1, on the wanted port or the next free one.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveSite({ port = 0, strictPort = false } = {}) {
  const { preview } = await import('vite')
  const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port, strictPort, open: false } })
  const address = server.httpServer.address()
  if (!address || typeof address === 'string') throw new Error('the site is served on no port')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}

function newest(paths) {
  return paths.reduce((latest, path) => {
    if (!existsSync(path)) return latest
    const stat = statSync(path)
    const inside = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0
    return Math.max(latest, stat.mtimeMs, inside)
  }, 0)
}
