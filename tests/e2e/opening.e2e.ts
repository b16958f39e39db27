import { expect, test, type Page } from '@playwright/test'
import { now, readyPods, tree } from './page'

const state = (page: Page) => page.evaluate(() => window.kubarium.state())

/** Opens the page while the thread of its world does not come; it comes once it is let go. */
async function openWithoutWorld(page: Page, query = ''): Promise<{ letGo(): Promise<void> }> {
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`./?${query}`)
  await page.waitForFunction(() => Boolean(window.kubarium))
  return {
    async letGo() {
      letGo()
      await page.evaluate(() => window.kubarium.ready)
    },
  }
}

/** Lit pixels of the stage, by their bytes: the picture that stands there. */
const stagePicture = (page: Page): Promise<string> =>
  page
    .locator('main .host canvas')
    .evaluateAll((canvases) => canvases.map((one) => (one as HTMLCanvasElement).toDataURL()).join())

test('the cluster stands there before its world has come, and nothing jumps when it comes', async ({ page }) => {
  const { letGo } = await openWithoutWorld(page, 'paused')
  await expect(readyPods(page)).toHaveCount(1)
  await expect(tree(page).getByRole('treeitem', { name: /^Service web, ClusterIP, 1 ready endpoint/ })).toBeAttached()
  await expect(page.getByTestId('clock')).toHaveText('0:20.0')
  const before = await state(page)
  const picture = await stagePicture(page)
  expect(picture).toMatch(/^data:image\/png/)
  expect(before.documents.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['Deployment ready', 'Service ready'])

  // Every moment that is shown from here on is the one that stood there.
  await page.evaluate(() => {
    const clock = document.querySelector('[data-testid=clock]')!
    const shown: string[] = []
    new MutationObserver(() => shown.push(clock.textContent)).observe(clock, {
      subtree: true,
      characterData: true,
      childList: true,
    })
    Object.assign(window, { shown })
  })
  await letGo()
  expect(await state(page)).toEqual(before)
  expect(await page.evaluate(() => (window as unknown as { shown: string[] }).shown)).toEqual([])
  await expect.poll(() => stagePicture(page)).toBe(picture)
})

test('time runs before the world has come, and goes on from there without a jump', async ({ page }) => {
  const { letGo } = await openWithoutWorld(page)
  await expect(readyPods(page)).toHaveCount(1)
  await expect.poll(() => now(page)).toBeGreaterThan(20_500)
  await page.evaluate(() => {
    const times: number[] = []
    requestAnimationFrame(function look() {
      times.push(window.kubarium.state().now)
      requestAnimationFrame(look)
    })
    Object.assign(window, { times })
  })
  const before = await now(page)
  await letGo()
  await expect.poll(() => now(page)).toBeGreaterThan(before + 500)
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  // Its thread computes the past anew, and comes to the same cluster.
  await expect(readyPods(page)).toHaveCount(1)
})

test('time stands at the end of what is recorded', async ({ page }) => {
  await openWithoutWorld(page, 'speed=60')
  await expect.poll(() => now(page)).toBe(40_000)
  await page.waitForTimeout(300)
  expect(await now(page)).toBe(40_000)
})

test('what is typed before the world has come reaches it, and what is asked for too', async ({ page }) => {
  const { letGo } = await openWithoutWorld(page, 'speed=16')
  const plain = page.getByRole('textbox', { name: /^Text of web\.yaml/ }).first()
  await plain.fill((await plain.inputValue()).replace('replicas: 1', 'replicas: 3'))
  await page.evaluate(() => {
    void window.kubarium.dispatch({ type: 'cordon', node: 'node-3' })
  })
  // Typing rests, and the text waits for the world.
  await page.waitForTimeout(1000)
  expect((await state(page)).pods).toHaveLength(1)
  await letGo()
  await expect(readyPods(page)).toHaveCount(3)
  await expect(tree(page).getByRole('treeitem', { name: /^Node node-3, .*/ })).toBeAttached()
  expect((await state(page)).nodes.find(({ name }) => name === 'node-3')?.unschedulable).toBe(true)
})

test('a text of the reader’s own, or another moment, waits for the world', async ({ page }) => {
  await openWithoutWorld(page, 't=5')
  await page.waitForTimeout(500)
  expect((await state(page)).nodes).toEqual([])
  await page.evaluate(() => localStorage.setItem('kubarium:files:opening', JSON.stringify([{ name: 'my.yaml', text: '' }])))
  await page.goto('./')
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.waitForTimeout(500)
  expect((await state(page)).nodes).toEqual([])
})
