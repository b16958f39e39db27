/** `npm start`: builds when something changed, serves the playground on 127.0.0.1 and prints the address. `--dev` serves the sources. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { setup } from './setup.mjs'
import { buildSite, serveSite, siteIsStale } from './site.mjs'

const port = Number(process.env.PORT) || 5173

try {
  await setup()
  console.log(`Kubarium is on ${process.argv.includes('--dev') ? await serveSources() : await serveBuilt()}`)
} catch (error) {
  console.error(error)
  process.exit(1)
}

/** The built site opens fastest: a page of a few files, instead of one request per module. */
async function serveBuilt() {
  if (siteIsStale()) {
    console.log('Building the playground...')
    await buildSite({ logLevel: 'warn' })
  }
  return (await serveSite({ port })).url
}

async function serveSources() {
  const { createServer } = await import('vite')
  const server = await createServer({ root: fileURLToPath(new URL('..', import.meta.url)), server: { port } })
  await server.listen()
  return server.resolvedUrls?.local[0]
}
