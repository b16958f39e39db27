import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { openPage, tree } from './page'

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }))
}

test('lenses are changed by key and by pointer, and a link keeps the choice', async ({ page }) => {
  await openPage(page, 'paused&lens=owns')
  const chosen = page.getByRole('radiogroup', { name: 'Lens' }).getByRole('radio', { checked: true })
  await expect(chosen).toHaveText('Who owns it')
  await chosen.focus()
  await page.keyboard.press('ArrowRight')
  await expect(chosen).toHaveText('Who talks to it')
  await expect(chosen).toBeFocused()
  expect(new URL(page.url()).searchParams.get('lens')).toBe('talks')
  expect(await violations(page)).toEqual([])
  await page.getByRole('radio', { name: 'Where it runs' }).click()
  expect(new URL(page.url()).searchParams.has('lens')).toBe(false)
})

test('a part of the control plane is stopped and started from its inspector', async ({ page }) => {
  await openPage(page, 'speed=4')
  await tree(page)
    .getByRole('treeitem', { name: /^Scheduler/ })
    .focus()
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByRole('heading', { name: 'scheduler' })).toBeVisible()
  await inspector.getByRole('button', { name: 'Stop' }).click()
  await expect(tree(page).getByRole('treeitem', { name: 'kube-scheduler, stopped' })).toBeAttached()
  expect(await violations(page)).toEqual([])
  await inspector.getByRole('button', { name: 'Start' }).click()
  await expect(tree(page).getByRole('treeitem', { name: /^Scheduler/ })).toBeAttached()
})

test('the help says what the shapes mean', async ({ page }) => {
  await openPage(page, 'paused')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('wanted, not there yet')
  expect(await violations(page)).toEqual([])
})

test('what lies under the pointer is said in words', async ({ page }) => {
  await openPage(page, 'paused')
  const box = (await page.locator('main .host').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.22, { steps: 4 })
  await expect(page.locator('.tips p')).toContainText('API server')
})

test('a world that fails says so and keeps the text', async ({ page }) => {
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, message: { type?: string; id?: number }) {
      if (message.type !== 'step') return post.call(this, message)
      const data = { type: 'crash', id: message.id, message: 'out of thin air' }
      this.dispatchEvent(new MessageEvent('message', { data }))
    }
  })
  await openPage(page, 'paused')
  await page.evaluate(() => window.kubarium.apply('web.yaml', '# mine\n'))
  await page.evaluate(() => window.kubarium.step().catch(() => undefined))
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The simulation has failed.')
  expect(await violations(page)).toEqual([])
  await alert.getByRole('button', { name: 'Start again' }).click()
  await expect(alert).toHaveCount(0)
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
  await expect(page.getByText('# mine')).toBeVisible()
})
