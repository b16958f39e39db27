/** `npm run build`: the static site in dist/. */
import process from 'node:process'
import { setup } from './setup.mjs'
import { buildSite } from './site.mjs'

try {
  await setup()
  await buildSite()
} catch (error) {
  console.error(error)
  process.exit(1)
}
