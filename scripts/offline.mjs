import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/app/sw.ts', import.meta.url))

/** What the playground does without: the embeds' page and what hosts take of it, pages and pictures for others, and maps for debuggers. */
const isApart = (name) => /^(embed\.html|examples\/|oembed\/|s\/|kubarium|sw\.js)|\.map$/.test(name)

/** Vite's own files carry their content in their name. */
const isHashed = (name) => /^assets\/.*-[\w-]{8}\.\w+$/.test(name)

/**
 * Writes the service worker beside the pages, with a list of all that was built. The development server answers with one that takes itself
 * away, for a built site may have been served from the same port.
 * @returns {import('vite').Plugin}
 */
export function offline() {
  let config
  return {
    name: 'offline',
    configResolved: (resolved) => void (config = resolved),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!/^\/sw\.js(\?|$)/.test(request.url ?? '')) return next()
        response.setHeader('content-type', 'text/javascript').end(goAway)
      })
    },
    closeBundle: {
      sequential: true,
      async handler(error) {
        if (error || config.command !== 'build' || config.mode === 'test' || config.build.write === false) return
        await writeWorker(resolve(config.root, config.build.outDir), config.build.minify)
      },
    },
  }
}

const goAway = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(leave()))
async function leave() {
  await self.registration.unregister()
  for (const name of await caches.keys()) await caches.delete(name)
  for (const client of await self.clients.matchAll()) await client.navigate(client.url)
}
`

async function writeWorker(outDir, minify) {
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { BUILT_FILES: JSON.stringify(builtFiles(outDir)), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify,
      modulePreload: false,
      rolldownOptions: { input: source, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  })
}

/** What the playground needs of a built site, and a revision where the name does not tell one. */
export function builtFiles(outDir) {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      file,
      name: file
        .slice(outDir.length + 1)
        .split(sep)
        .join('/'),
    }))
    .filter(({ name }) => !isApart(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ file, name }) => ({ url: name, revision: isHashed(name) ? null : contentOf(file) }))
}

const contentOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
