import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { expect, test, type Frame, type Page } from '@playwright/test'

/** A page of another origin that holds frames, as a blog does. */
async function blog(body: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>blog</title><body>${body}`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the blog is served on no port')
  return { url: `http://localhost:${address.port}/`, server }
}

async function alive(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => Boolean(window.kubarium))
  await frame.evaluate(() => window.kubarium.ready)
}

const embeds = async (page: Page, count: number): Promise<Frame[]> => {
  const found = () => page.frames().filter((frame) => frame.url().includes('embed.html'))
  await expect.poll(() => found().length).toBe(count)
  return found()
}

const now = (frame: Frame): Promise<number> => frame.evaluate(() => window.kubarium.state().now)

test('the one value is changed, and the caption tells what becomes of it', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 420 })
  await page.goto('./embed.html?lang=en')
  await alive(page.mainFrame())
  await page.getByRole('button', { name: 'One more: replicas' }).click()
  await page.getByRole('button', { name: 'One more: replicas' }).click()
  await expect(page.getByText('Asked for 3, has 1 ready.').first()).toBeVisible()
  await page.evaluate(() => window.kubarium.seek(60_000))
  await expect(page.getByText('All 3 are ready.').first()).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^Pod web-.*, Ready$/ })).toHaveCount(3)
  // The moments of this run can be gone back to.
  const moments = page.getByRole('group', { name: 'What has happened' }).getByRole('button')
  await expect(moments).not.toHaveCount(0)
  await moments.first().click()
  await expect.poll(() => now(page.mainFrame())).toBeLessThan(60_000)
})

test('the YAML is read with the line lit, and the editor comes when somebody wants to write', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 420 })
  await page.goto('./embed.html?lang=en')
  await alive(page.mainFrame())
  await page.getByRole('button', { name: 'YAML' }).click()
  await expect(page.locator('pre .lit')).toHaveText(/replicas: 1/)
  await expect(page.locator('.monaco-editor')).toHaveCount(0)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.locator('.monaco-editor')).toHaveCount(0)
})

test('click to run: no thread before', async ({ page }) => {
  await page.goto('./embed.html?ctl&lang=en')
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
  expect(page.workers()).toHaveLength(0)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect.poll(() => page.workers().length).toBe(1)
  const before = await now(page.mainFrame())
  await expect.poll(() => now(page.mainFrame())).toBeGreaterThan(before)
})

test('four on one page: two languages, two themes, out of view they rest, and nothing is kept', async ({ page, baseURL }) => {
  const frame = (query: string) =>
    `<iframe src="${baseURL}embed.html?${query}" width="720" height="420"></iframe><div style="height:1200px"></div>`
  const { url, server } = await blog(
    frame('lang=en&theme=light') + frame('lang=ko&theme=dark') + frame('lang=en&theme=dark') + frame('lang=ko&theme=light'),
  )
  try {
    // Where frames may not even look at a storage, asking for it is an error; here it is only told.
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
        Object.defineProperty(window, name, { get: () => void (document.documentElement.dataset['touched'] = name) })
    })
    await page.goto(url)
    const frames = await embeds(page, 4)
    for (const each of frames) await alive(each)
    const looks = await Promise.all(
      frames.map((each) => each.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])),
    )
    expect(looks).toEqual([
      ['en', 'light'],
      ['ko', 'dark'],
      ['en', 'dark'],
      ['ko', 'light'],
    ])
    // A change in one is none in the others.
    await frames[0]!.evaluate(() =>
      window.kubarium.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 4 }),
    )
    await expect.poll(() => frames[0]!.evaluate(() => window.kubarium.state().pods.length)).toBe(4)
    expect(await frames[1]!.evaluate(() => window.kubarium.state().pods.length)).toBe(1)
    const rest = await Promise.all(frames.map(now))
    await page.waitForTimeout(1500)
    const later = await Promise.all(frames.map(now))
    expect(later[0]).toBeGreaterThan(rest[0]!)
    expect(later.slice(1)).toEqual(rest.slice(1))
    await page.locator('iframe').last().scrollIntoViewIfNeeded()
    await expect.poll(() => now(frames[3]!)).toBeGreaterThan(later[3]!)
    for (const each of frames) expect(await each.evaluate(() => document.documentElement.dataset['touched'])).toBeUndefined()
    expect(await page.context().cookies()).toEqual([])
  } finally {
    server.close()
  }
})

test('the page around it drives it with messages, from another origin', async ({ page, baseURL }) => {
  const { url, server } = await blog(
    `<iframe id="f" src="${baseURL}embed.html?lang=en&paused" width="720" height="420"></iframe>
     <script>
       window.heard = []
       addEventListener('message', ({ data }) => data.type === 'kubarium' && window.heard.push(data))
       window.ask = (order) => document.getElementById('f').contentWindow.postMessage({ type: 'kubarium', ...order }, '*')
     </script>`,
  )
  const ask = (order: object) => page.evaluate((what) => (window as unknown as { ask(o: object): void }).ask(what), order)
  const heard = () =>
    page.evaluate(() => (window as unknown as { heard: { event: string; id?: number; message?: string }[] }).heard)
  const answer = async (id: number) => {
    await expect.poll(async () => (await heard()).some((one) => one.id === id)).toBe(true)
    return (await heard()).find((one) => one.id === id)!
  }
  try {
    await page.goto(url)
    const [frame] = await embeds(page, 1)
    await expect.poll(async () => (await heard()).some(({ event }) => event === 'ready')).toBe(true)
    expect(await heard()).toContainEqual({ type: 'kubarium', event: 'resize', height: 420 })
    const yaml = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: solo\nspec:\n  containers:\n    - name: a\n      image: nginx:1.27\n`
    await ask({ command: 'apply', file: 'solo.yaml', text: yaml, id: 1 })
    expect(await answer(1)).toEqual({ type: 'kubarium', event: 'done', id: 1 })
    await ask({ command: 'seek', at: 50_000, id: 2 })
    await answer(2)
    expect(await frame!.evaluate(() => window.kubarium.state().pods.map(({ name, ready }) => `${name} ${ready}`))).toContain(
      'solo true',
    )
    await ask({ command: 'lens', lens: 'inside-out', id: 3 })
    await expect
      .poll(async () => (await heard()).find(({ event }) => event === 'refused')?.message)
      .toMatch(/^lens must be one of/)
    await ask({ command: 'reset', id: 4 })
    await answer(4)
    expect(await frame!.evaluate(() => window.kubarium.state().pods.map(({ name }) => name))).not.toContain('solo')
  } finally {
    server.close()
  }
})

test('the page around it hears of a goal that its message brought about, and the reader reads of it', async ({
  page,
  baseURL,
}) => {
  const { url, server } = await blog(
    `<iframe id="f" src="${baseURL}embed.html?lang=en&paused" width="720" height="420"></iframe>
     <script>
       window.heard = []
       addEventListener('message', ({ data }) => data.type === 'kubarium' && window.heard.push(data))
     </script>`,
  )
  const send = (order: object) =>
    page.evaluate((what) => {
      const inner = (document.getElementById('f') as HTMLIFrameElement).contentWindow!
      inner.postMessage({ type: 'kubarium', ...what }, '*')
    }, order)
  const goals = () =>
    page.evaluate(() =>
      (window as unknown as { heard: { event: string; id?: string }[] }).heard.filter(({ event }) => event === 'goal'),
    )
  try {
    await page.goto(url)
    const [frame] = await embeds(page, 1)
    await alive(frame!)
    const text = readFileSync('scenarios/opening/web.yaml', 'utf8').replace('replicas: 1', 'replicas: 3')
    await send({ command: 'apply', file: 'web.yaml', text })
    expect(await goals()).toEqual([])
    await send({ command: 'seek', at: 80_000 })
    await expect.poll(goals).toEqual([{ type: 'kubarium', event: 'goal', id: 'three' }])
    await expect(frame!.locator('.caption')).toContainText('Goal reached: Three of web are ready')
    await expect(frame!.getByRole('status').filter({ hasText: 'Goal reached' })).toBeAttached()
    // It stays reached, until somebody makes another future.
    await send({ command: 'seek', at: 20_000 })
    await send({ command: 'seek', at: 90_000 })
    await page.waitForTimeout(500)
    expect(await goals()).toHaveLength(1)
  } finally {
    server.close()
  }
})

test('another origin than the named one is not heard', async ({ page, baseURL }) => {
  const { url, server } = await blog(
    `<iframe id="f" src="${baseURL}embed.html?paused&origin=https://blog.example" width="720" height="420"></iframe>`,
  )
  try {
    await page.goto(url)
    const [frame] = await embeds(page, 1)
    await alive(frame!)
    await page.evaluate(() => {
      const inner = (document.getElementById('f') as HTMLIFrameElement).contentWindow!
      inner.postMessage({ type: 'kubarium', command: 'seek', at: 90_000 }, '*')
    })
    await page.waitForTimeout(800)
    expect(await now(frame!)).toBeLessThan(90_000)
  } finally {
    server.close()
  }
})

test('in a sandbox without an origin it runs all the same', async ({ page, baseURL }) => {
  const { url, server } = await blog(
    `<iframe sandbox="allow-scripts" src="${baseURL}embed.html?lang=en" width="720" height="420"></iframe>`,
  )
  try {
    await page.goto(url)
    const [frame] = await embeds(page, 1)
    await alive(frame!)
    const before = await now(frame!)
    await expect.poll(() => now(frame!)).toBeGreaterThan(before)
  } finally {
    server.close()
  }
})

test('the example page holds what it shows', async ({ page }) => {
  await page.goto('./examples/embed.html')
  await page.locator('kubarium-embed').scrollIntoViewIfNeeded()
  await expect(page.getByRole('status')).toHaveText(/1 of 1 Pods ready/)
  await page.getByRole('button', { name: 'Ask for three' }).click()
  await expect(page.getByRole('status')).toHaveText(/of 3 Pods ready/)
})
