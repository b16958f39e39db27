import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test as base, type Page } from '@playwright/test'
import { editor, readyPods, retype } from './page'

/** The built site at a path of its own, as on a host that serves many; it can be updated and it can go away. */
interface Host {
  readonly url: string
  update(): void
  close(): Promise<void>
}

const test = base.extend<{ host: Host }>({
  host: async ({ baseURL }, use) => {
    const host = await hostOf(new URL(baseURL!))
    await use(host)
    await host.close()
  },
})
test.use({ serviceWorkers: 'allow' })

async function hostOf(site: URL): Promise<Host> {
  let version = ''
  const server: Server = createServer((from, to) => {
    const path = /^\/docs\/kube(\/.*)$/.exec(from.url ?? '')?.[1]
    if (!path) return void to.writeHead(404).end()
    const isWorker = path.startsWith('/sw.js')
    // The worker's file is made longer here: it has to come whole and as it is.
    const headers = isWorker ? { host: site.host } : { ...from.headers, host: site.host }
    const asked = ask({ host: site.hostname, port: site.port, path, headers }, (answer) => {
      const { 'content-length': length, ...rest } = answer.headers
      to.writeHead(answer.statusCode ?? 500, { ...rest, ...(length && !isWorker && { 'content-length': length }) })
      answer.on('end', () => to.end(isWorker ? version : ''))
      answer.pipe(to, { end: false })
    })
    asked.on('error', () => to.destroy())
    asked.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/kube/`,
    update: () => (version = '\n// a newer one\n'),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
}

/** The page is kept: all was fetched, and the worker answers for it. */
const kept = (page: Page) => page.waitForFunction(() => Boolean(navigator.serviceWorker.controller), null, { timeout: 90_000 })

test('after the first visit the playground opens and works without a network', async ({ page, context, host }) => {
  test.setTimeout(120_000)
  await page.goto(`${host.url}?paused`)
  await ready(page)
  await kept(page)
  await host.close()
  await context.setOffline(true)
  await page.goto(`${host.url}?lang=en`)
  await ready(page)
  await editor(page)
  await retype(page, 'replicas: 1', 'replicas: 3')
  await page.evaluate(() => window.kubarium.play(16))
  await expect(readyPods(page)).toHaveCount(3)
  // What is fetched late is there too.
  await page.getByRole('button', { name: '한국어' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.reload()
  await ready(page)
  await expect(await editor(page)).toContainText('replicas:\u00a03')
  // Embeds are not kept, and instead of an empty frame it is said.
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('tab', { name: 'Embed' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The embed cannot be reached' })).toBeVisible()
  await expect(page.locator('dialog iframe')).toHaveCount(0)
})

test('a new version waits until it is asked for, and the text is kept', async ({ page, host }) => {
  test.setTimeout(120_000)
  await page.goto(`${host.url}?paused`)
  await ready(page)
  await kept(page)
  const sentence = page.getByText('A new version of Kubarium is here')
  await retype(page, 'replicas: 1', 'replicas: 2')
  await page.reload()
  await ready(page)
  await expect(sentence).toHaveCount(0)
  host.update()
  await page.reload()
  await expect(sentence).toBeVisible({ timeout: 90_000 })
  await page.evaluate(() => Object.assign(window, { isOld: true }))
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.waitForFunction(() => !('isOld' in window))
  await ready(page)
  await expect(await editor(page)).toContainText('replicas:\u00a02')
  expect(await page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))).toBe(false)
})

test('an embed keeps nothing', async ({ page, host }) => {
  await page.goto(`${host.url}embed.html`)
  await expect(page.getByRole('tree')).toBeAttached()
  await page.waitForTimeout(8000)
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
})

test('it can be installed', async ({ page, host }) => {
  await page.goto(host.url)
  const href = await page.locator('link[rel=manifest]').getAttribute('href')
  const manifest = await page.evaluate(async (address) => (await fetch(address!)).json(), href)
  expect(manifest).toMatchObject({ name: 'Kubarium', display: 'standalone', start_url: './' })
  const sizes = await page.evaluate(async (icons: { src: string; sizes: string }[]) => {
    const read = icons.map(async ({ src, sizes: said }) => {
      const image = new Image()
      image.src = src
      await image.decode()
      return [said, said === 'any' ? 'any' : `${image.naturalWidth}x${image.naturalHeight}`]
    })
    return Promise.all(read)
  }, manifest.icons)
  expect(sizes.map(([said]) => said)).toEqual(['any', '192x192', '512x512', '512x512'])
  for (const [said, real] of sizes) expect(real).toBe(said)
})
