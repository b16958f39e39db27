import { expect, type Locator, type Page } from '@playwright/test'
import { openPage, tree } from '../page'

/** Opens a scenario with the world running at a speed. */
export const openScenario = (page: Page, id: string, more = ''): Promise<void> => openPage(page, `scenario=${id}&lang=en&${more}`)

export const item = (page: Page, name: RegExp | string): Locator => tree(page).getByRole('treeitem', { name })

export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' })

/** A point of the page at which something lies on stage: where the keyboard's menu opens tells it. */
export async function pointOf(page: Page, name: RegExp | string): Promise<{ readonly x: number; readonly y: number }> {
  const menu = page.getByRole('menu')
  const place = async () => {
    await openMenu(page, name)
    const box = (await menu.boundingBox())!
    await page.keyboard.press('Escape')
    await expect(menu).toHaveCount(0)
    return box
  }
  // The stage may still be on its way to a new size.
  let { x, y } = await place()
  for (let before = NaN; before !== x * 10_000 + y;) {
    before = x * 10_000 + y
    ;({ x, y } = await place())
  }
  return { x: x - 22, y: y + 4 }
}

/** Opens the menu of something on stage with the right button of the mouse. */
export async function rightClick(page: Page, name: RegExp | string): Promise<void> {
  const { x, y } = await pointOf(page, name)
  await page.mouse.click(x, y, { button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
}

/** Opens the menu of something that may have no place on stage, with the keyboard. */
export async function openMenu(page: Page, name: RegExp | string): Promise<void> {
  await item(page, name).first().focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
}

/** Chooses a line of the menu that is open; several names lead into its branches. */
export async function choose(page: Page, ...names: readonly (RegExp | string)[]): Promise<void> {
  for (const name of names) await page.getByRole('menu').locator('[role^="menuitem"]').filter({ hasText: name }).click()
}

/** Becomes somebody else in the panel at the top. */
export async function actAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Acting as/ }).click()
  await page
    .getByRole('dialog', { name: 'Act as' })
    .getByRole('radio', { name: new RegExp(`^${name}`) })
    .click()
  await expect(page.getByRole('button', { name: new RegExp(`^Acting as ${name}`) })).toBeVisible()
}

/** Opens what the inspector tells of something on stage. */
export async function inspect(page: Page, name: RegExp | string): Promise<Locator> {
  await item(page, name).first().focus()
  await page.keyboard.press('Enter')
  await expect(inspector(page)).toBeVisible()
  return inspector(page)
}

/** Sets the pace of the world by the switch under the stage: `16×`. */
export const setSpeed = (page: Page, name: string): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Speed' }).getByText(name, { exact: true }).click()

/** The name of the object that a line of the outline is about: its second word. */
export async function nameOf(line: Locator): Promise<string> {
  const [, name] = /^\S+ ([^\s,]+)/.exec((await line.getAttribute('aria-label'))!) ?? []
  return name!
}
