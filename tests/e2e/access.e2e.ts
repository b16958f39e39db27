import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { editor, openPage, tree } from './page'

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }))
}

for (const theme of ['dark', 'light'] as const) {
  test(`nobody is shut out (${theme})`, async ({ page }) => {
    await openPage(page, `paused&theme=${theme}`)
    await editor(page)
    expect(await violations(page)).toEqual([])
    await tree(page)
      .getByRole('treeitem', { name: /^Pod web-/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /^web-/ })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
}

test('all of it by keyboard: find a pod, open its menu, delete it, and see another take its place', async ({ page }) => {
  await openPage(page, 'speed=4')
  const before = await page.evaluate(() => window.kubarium.state().pods.map(({ name }) => name))
  await tree(page).getByRole('treeitem').first().focus()
  await page.keyboard.press('End')
  for (let i = 0; i < 12; i++) {
    if (
      await tree(page)
        .getByRole('treeitem', { name: /^Pod web-/ })
        .first()
        .evaluate((row) => row === document.activeElement)
    )
      break
    await page.keyboard.press('ArrowUp')
  }
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect
    .poll(() =>
      page.evaluate(() =>
        window.kubarium
          .state()
          .pods.filter(({ ready }) => ready)
          .map(({ name }) => name),
      ),
    )
    .not.toEqual(before)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('Korean and English change places without losing the moment', async ({ page }) => {
  await openPage(page, 'paused')
  await page.getByRole('button', { name: '한국어' }).click()
  await expect(page.getByText('일시정지.', { exact: false })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByText('Paused.', { exact: false })).toBeVisible()
  expect(await page.evaluate(() => window.kubarium.state().now)).toBe(20_000)
})

test('a small window keeps the stage and lays the editor over it', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 420 })
  await openPage(page, 'paused')
  const canvas = page.locator('main canvas').first()
  expect((await canvas.boundingBox())!.width).toBeGreaterThan(700)
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toBeHidden()
  await page.getByRole('button', { name: 'YAML' }).click()
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toBeHidden()
})
