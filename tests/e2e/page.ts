import { expect, type Locator, type Page } from '@playwright/test'

/** Opens the page and waits until the world and the editor are there. */
export async function openPage(page: Page, query = ''): Promise<void> {
  await page.goto(`./?${query}`)
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
}

export const tree = (page: Page): Locator => page.getByRole('tree')

/** Pods of the outline that are said to be Ready. */
export const readyPods = (page: Page): Locator =>
  tree(page).getByRole('treeitem', { name: /^Pod web-.*, Ready(, \d+ restarts?)?$/ })

export const now = (page: Page): Promise<number> => page.evaluate(() => window.kubarium.state().now)

/** Waits for the real editor, which comes after the stage. */
export async function editor(page: Page): Promise<Locator> {
  const found = page.locator('.monaco-editor .view-lines')
  await expect(found).toBeVisible({ timeout: 30_000 })
  return found
}

/** Replaces the line in Monaco that holds `before`, with the keyboard; the indent stays. */
export async function retype(page: Page, before: string, after: string): Promise<void> {
  const lines = await editor(page)
  const line = lines.locator('.view-line').filter({ hasText: before.replaceAll(' ', '\u00a0') })
  await line.click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  // Home stops at the first letter, so the indent stays.
  await page.keyboard.type(after)
}

/** Runs the cluster on to a moment and stands still there. */
export async function runTo(page: Page, seconds: number): Promise<void> {
  await page.evaluate(async (ms) => {
    window.kubarium.pause()
    await window.kubarium.seek(ms)
  }, seconds * 1000)
}
