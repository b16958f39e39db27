/** `npm run shots [-- NAME...]`: builds the site and writes screenshots of the scenes of tests/shots/scenes.mjs to shots/. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { setup } from './setup.mjs'
import { buildSite, serveSite, siteIsStale } from './site.mjs'
import { scenes } from '../tests/shots/scenes.mjs'

const folder = fileURLToPath(new URL('../shots', import.meta.url))
const names = process.argv.slice(2)
const unknown = names.filter((name) => !scenes.some((scene) => scene.name === name))
if (unknown.length > 0) {
  console.error(`no scene is named ${unknown.join(', ')}; there are ${scenes.map((scene) => scene.name).join(', ')}`)
  process.exit(2)
}

const { browser: executablePath } = await setup({ browser: true, fonts: true })
if (!executablePath) process.exit(1)
if (siteIsStale()) await buildSite({ logLevel: 'warn' })
mkdirSync(folder, { recursive: true })
const site = await serveSite()
const { chromium } = await import('playwright')
const browser = await chromium.launch({ executablePath })
for (const scene of scenes) if (names.length === 0 || names.includes(scene.name)) await shoot(scene)
await browser.close()
await site.close()

async function shoot(scene) {
  for (const [theme, lang] of scene.variants) {
    const file = `${scene.name}-${theme}-${lang}.png`
    const context = await browser.newContext({
      viewport: scene.viewport,
      colorScheme: theme,
      locale: lang === 'ko' ? 'ko-KR' : 'en-US',
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => complain(file, error))
    try {
      await page.goto(`${site.url}${scene.page ?? 'index.html'}?${new URLSearchParams({ theme, lang, ...scene.query })}`)
      await scene.run(page)
      await page.screenshot({ path: join(folder, file) })
      console.log(`shots/${file}`)
    } catch (error) {
      complain(file, error)
    }
    await context.close()
  }
}

function complain(file, error) {
  console.error(`${file}: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
