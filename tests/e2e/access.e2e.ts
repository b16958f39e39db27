import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { editor, openPage, tree } from './page'
import { walk } from './walk'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Axe looks at the page, or at one part of it that lies over everything else. */
async function expectAccess(page: Page, state: string, part?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(tags)
  const { violations } = await (part ? axe.include(part) : axe).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found, state).toEqual([])
}

const pressed = async (page: Page, key: string): Promise<void> => page.keyboard.press(key)
const dialog = (page: Page) => page.getByRole('dialog')

/** Keys belong to a dialog until it is gone. */
async function dismiss(page: Page): Promise<void> {
  await pressed(page, 'Escape')
  await expect(dialog(page)).toHaveCount(0)
}

/** Every way of sharing, in the dialog that is open. */
async function expectSharing(page: Page): Promise<void> {
  await expect(dialog(page)).toBeVisible()
  const ways = dialog(page).getByRole('tab')
  await expect(ways).toHaveCount(4)
  for (let i = 0; i < 4; i++) {
    await ways.nth(i).click()
    await expect(dialog(page).getByRole('tabpanel')).not.toBeEmpty()
    for (const frame of await dialog(page).locator('iframe').all())
      await expect(frame.contentFrame().locator('main')).toBeVisible()
    await expectAccess(page, `sharing, way ${i + 1}`, 'dialog')
  }
  await dismiss(page)
}

const faces = {
  async playground(page: Page, look: string) {
    await openPage(page, `paused&${look}`)
    await editor(page)
    await expectAccess(page, 'as it opens')
    await page.evaluate(() => window.kubarium.select('web'))
    await expect(page.getByRole('heading', { name: /web/ }).first()).toBeVisible()
    await expectAccess(page, 'inspector')
    await tree(page)
      .getByRole('treeitem', { name: /^Pod web-/ })
      .first()
      .focus()
    await pressed(page, 'Shift+F10')
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccess(page, 'menu', '[role=menu]')
    await pressed(page, 'Escape')
    await pressed(page, 'm')
    await expect(page.locator('.timeline input[maxlength]')).toBeFocused()
    await expectAccess(page, 'bookmark', '.timeline')
    await pressed(page, 'Escape')
    await pressed(page, '?')
    await expect(dialog(page)).toBeVisible()
    await expectAccess(page, 'keys', 'dialog')
    await dismiss(page)
    const openers = page.locator('header button[aria-haspopup=dialog]')
    for (const i of [0, 1]) {
      await openers.nth(i).click()
      await expect(dialog(page)).toBeVisible()
      await expectAccess(page, `panel ${i + 1}`, '[role=dialog]')
      await dismiss(page)
    }
    await openers.nth(2).click()
    await expectSharing(page)
  },
  async embed(page: Page, look: string) {
    await page.setViewportSize({ width: 720, height: 420 })
    await page.goto(`./embed.html?${look}`)
    await page.waitForFunction(() => Boolean(window.kubarium))
    await page.evaluate(() => window.kubarium.ready)
    await page.evaluate(() => window.kubarium.seek(30_000))
    await expect(page.locator('.caption b')).not.toBeEmpty()
    await expectAccess(page, 'as it opens')
    await page.getByRole('button', { name: 'YAML' }).click()
    await expect(page.locator('pre .lit').first()).toBeVisible()
    await expectAccess(page, 'YAML')
    await dismiss(page)
    await page.locator('footer button[aria-haspopup=dialog]').click()
    await expectSharing(page)
  },
  async projector(page: Page, look: string) {
    await openPage(page, `projector&paused&${look}`)
    await expect(page.locator('.projector .drift')).toBeVisible()
    await page.keyboard.press('m')
    await expectAccess(page, 'as it opens')
    await page.evaluate(() => window.kubarium.select('web'))
    await pressed(page, 's')
    await expectAccess(page, 'spotlight')
    await pressed(page, 'Escape')
    await pressed(page, '?')
    await expect(dialog(page)).toBeVisible()
    await expectAccess(page, 'keys', 'dialog')
    await dismiss(page)
    await pressed(page, 'l')
    await expectSharing(page)
    const opened = page.waitForEvent('popup')
    await pressed(page, 'n')
    const notes = await opened
    await expect(notes.locator('textarea')).toBeVisible()
    await expectAccess(notes, 'notes')
  },
}

for (const [face, visit] of Object.entries(faces))
  for (const theme of ['dark', 'light'])
    for (const lang of ['en', 'ko'])
      test(`nobody is shut out: ${face}, ${theme}, ${lang}`, async ({ page }) => {
        // Axe reads the whole page for each of ten states.
        test.slow()
        await visit(page, `theme=${theme}&lang=${lang}`)
      })

test('Tab leads through all of the playground, its editor and its inspector, and nowhere ends', async ({ page }) => {
  await openPage(page, 'paused&lang=en')
  await editor(page)
  await walk(page)
  await page.evaluate(() => window.kubarium.select('web'))
  await page.keyboard.press('m')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Bookmark, 0:20/ })).toBeFocused()
  await walk(page)
})

test('Tab leads through all of an embed and of its YAML', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 420 })
  await page.goto('./embed.html?lang=en')
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
  await expect(page.locator('.caption b')).not.toBeEmpty()
  await page.evaluate(() => window.kubarium.pause())
  await walk(page)
  await page.getByRole('button', { name: 'YAML' }).click()
  await expect(page.locator('pre .lit')).toBeVisible()
  await walk(page)
})

test('Tab leads through all of the projector view, with and without an editor', async ({ page }) => {
  await openPage(page, 'projector&paused&lang=en')
  await expect(page.locator('.projector .drift')).toBeVisible()
  await walk(page)
  await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined))
  await page.keyboard.press('e')
  await editor(page)
  await walk(page)
})

test('Tab indents in the editor; Escape and then Tab leaves it', async ({ page }) => {
  await openPage(page, 'paused&lang=en')
  const lines = await editor(page)
  await lines.locator('.view-line').first().click()
  const inEditor = () => page.evaluate(() => Boolean(document.activeElement?.closest('.monaco-editor')))
  const textNow = () => lines.locator('.view-line').first().textContent()
  const before = await textNow()
  await page.keyboard.press('Home')
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(true)
  await expect.poll(textNow).not.toBe(before)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(false)
})

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
