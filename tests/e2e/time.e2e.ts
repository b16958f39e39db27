import { expect, test, type Page } from '@playwright/test'
import { now, openPage, readyPods, runTo, tree } from './page'

const state = (page: Page) => page.evaluate(() => window.kubarium.state())

test('a node loses its power: its pods move after the real delays, and time turns back to before it', async ({ page }) => {
  await openPage(page, 'paused')
  await page.evaluate(() =>
    window.kubarium.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 3 }),
  )
  await runTo(page, 60)
  await expect(readyPods(page)).toHaveCount(3)
  const before = await state(page)
  const lost = before.pods[0]!.node

  const node = tree(page).getByRole('treeitem', { name: new RegExp(`^Node ${lost},`) })
  await node.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Power off' }).click()
  await page.evaluate(() => window.kubarium.play(60))
  // The node is found missing after 50 s, its pods are given up 300 s later.
  await expect(tree(page).getByRole('treeitem', { name: new RegExp(`^Node ${lost}, NotReady`) })).toBeAttached({
    timeout: 20_000,
  })
  expect(await now(page)).toBeGreaterThan(60_000 + 40_000)
  await expect
    .poll(async () => (await state(page)).pods.filter((pod) => pod.ready && pod.node !== lost).length, { timeout: 30_000 })
    .toBe(3)
  expect(await now(page)).toBeGreaterThan(60_000 + 300_000)

  await runTo(page, 60)
  const again = await state(page)
  expect(again.pods).toEqual(before.pods)
  expect(again.nodes).toEqual(before.nodes)
})

test('dragging the play head goes back to that moment', async ({ page }) => {
  await openPage(page, 'paused')
  const lanes = page.locator('.lanes canvas')
  const head = page.getByRole('slider', { name: 'Time' })
  const painted = head.locator('.ring')
  const settled = async () => JSON.stringify([await lanes.boundingBox(), await painted.boundingBox()])
  await expect
    .poll(async () => {
      const before = await settled()
      await page.waitForTimeout(250)
      return before === (await settled())
    })
    .toBe(true)
  const box = (await lanes.boundingBox())!
  const from = (await painted.boundingBox())!
  await page.mouse.move(from.x + from.width / 2, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(from.x - 60, box.y + 60, { steps: 6 })
  await page.mouse.move(box.x + 152, box.y + 60, { steps: 6 })
  await page.mouse.up()
  await expect.poll(() => now(page)).toBeLessThan(300)
  await expect(page.getByText('In the past.', { exact: false })).toBeVisible()
  await head.focus()
  await page.keyboard.press('End')
  await expect.poll(() => now(page)).toBe(20_000)
})

test('editing in the past begins a branch', async ({ page }) => {
  await openPage(page, 'paused')
  await runTo(page, 15)
  await page.evaluate(() =>
    window.kubarium.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 2 }),
  )
  await expect(page.getByText('In the past.', { exact: false })).toHaveCount(0)
  await runTo(page, 40)
  await expect(readyPods(page)).toHaveCount(2)
})

test('the keys play, step and go back; they do nothing while somebody types', async ({ page }) => {
  await openPage(page, 'paused')
  await page.keyboard.press('.')
  await expect.poll(() => now(page)).toBeGreaterThan(20_000)
  const after = await now(page)
  await page.keyboard.press(',')
  await expect.poll(() => now(page)).toBeLessThan(after)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.locator('.monaco-editor .view-line').first().click()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
})
