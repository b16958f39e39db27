import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { now, openPage } from './page'

const scale = (page: Page, replicas: number) =>
  page.evaluate(
    (wanted) =>
      window.kubarium.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: wanted }),
    replicas,
  )

test.use({ viewport: { width: 1920, height: 1080 } })

test('a rollout is stepped through with a presenter’s remote, forth and back', async ({ page }) => {
  await openPage(page, 'lang=en')
  await page.keyboard.press('p')
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  await scale(page, 3)
  const count = page.getByText(/^\d+ \/ \d+$/)
  await page.keyboard.press('PageDown')
  await expect(count).toHaveText(/^[1-9]\d* \/ [1-9]/, { timeout: 30_000 })
  const first = await now(page)
  for (let i = 0; i < 3; i++) {
    const before = await now(page)
    await page.keyboard.press('PageDown')
    await expect.poll(() => now(page), { timeout: 30_000 }).toBeGreaterThan(before)
    await expect.poll(() => page.evaluate(() => window.kubarium.state().playing), { timeout: 30_000 }).toBe(false)
  }
  const last = await now(page)
  expect(last).toBeGreaterThan(first)
  await page.keyboard.press('PageUp')
  await expect.poll(() => now(page)).toBeLessThan(last)
})

test('black screen, bookmark, spotlight, and the way back', async ({ page }) => {
  await openPage(page, 'projector&lang=ko&paused')
  await expect(page.getByText('원하는 상태')).toBeVisible()
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: '화면 다시 켜기' })).toBeVisible()
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: '화면 다시 켜기' })).toHaveCount(0)
  await page.keyboard.press('m')
  await expect(page.getByText('책갈피')).toBeVisible()
  const marked = await now(page)
  await page.evaluate(() => window.kubarium.seek(40_000))
  await page.keyboard.press('PageUp')
  await expect.poll(() => now(page)).toBe(marked)
  await page.evaluate(() => window.kubarium.select('web'))
  await page.keyboard.press('s')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByText('원하는 상태')).toHaveCount(0)
  await expect(page.getByRole('region', { name: '타임라인' }).or(page.getByTestId('clock')).first()).toBeVisible()
})

test('the notes stand in a window of their own, and are there again', async ({ page }) => {
  await openPage(page, 'projector&lang=en&paused')
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  const opened = page.waitForEvent('popup')
  await page.keyboard.press('n')
  const notes = await opened
  await notes.getByLabel('Notes').fill('Ask them what would happen without a Service.')
  await notes.getByRole('button', { name: 'Black screen' }).click()
  await expect(page.getByRole('button', { name: 'Show the screen again' })).toBeVisible()
  await notes.close()
  await page.reload()
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  const again = page.waitForEvent('popup')
  await page.keyboard.press('n')
  await expect((await again).getByLabel('Notes')).toHaveValue('Ask them what would happen without a Service.')
})

for (const theme of ['dark', 'light'])
  test(`nothing is smaller than 28 px but what the canvas draws, and axe finds nothing, ${theme}`, async ({ page }) => {
    await openPage(page, `projector&lang=ko&theme=${theme}&paused`)
    await expect(page.getByText('원하는 상태')).toBeVisible()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('header *, footer *')]
        .filter((one) => one.childElementCount === 0 && one.textContent?.trim() && !one.closest('.hidden'))
        .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 28)
        .map((one) => `${one.tagName} ${one.textContent}`),
    )
    expect(small).toEqual([])
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
