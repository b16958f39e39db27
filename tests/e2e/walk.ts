import { expect, type Page } from '@playwright/test'

/** More presses of Tab than any face has places to stop at. */
const MOST = 160

interface Stop {
  /** Number of the control, -1 for what is none. */
  readonly id: number
  readonly at: string
  readonly seen: boolean
}

/** Everything that can be clicked, numbered; those that arrow keys reach from a neighbour say in which group they are. */
const number = (page: Page): Promise<readonly { readonly id: number; readonly at: string; readonly group: number }[]> =>
  page.evaluate(() => {
    const groups: Element[] = []
    const found: { id: number; at: string; group: number }[] = []
    for (const one of document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary, [tabindex]')) {
      const isOut =
        !one.checkVisibility({ visibilityProperty: true }) ||
        one.closest('[inert], [aria-hidden="true"], :disabled, .kub-overflow') ||
        one.matches('[role="tree"], [role="menu"], [role="tablist"], [role="radiogroup"], [role="status"], [role="dialog"]') ||
        (one.matches('[tabindex="-1"]') && !one.matches('button, a, input, [role]'))
      const inEditor = one.closest('.monaco-editor')
      if (isOut || (inEditor && !one.matches('.native-edit-context, textarea.inputarea'))) continue
      const roving = one.matches('[role="tab"], [role="treeitem"], [role="menuitem"], [role="radio"], input[type="radio"]')
        ? one.closest('[role="tablist"], [role="tree"], [role="menu"], [role="radiogroup"], fieldset')
        : null
      if (roving && !groups.includes(roving)) groups.push(roving)
      one.dataset.walk = String(found.length)
      found.push({
        id: found.length,
        at: `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40)}`,
        group: roving ? groups.indexOf(roving) : -1,
      })
    }
    return found
  })

/** Where the focus is, and whether it can be seen there. */
const standing = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const one = document.activeElement
    if (!one || one === document.body) return { id: -1, at: '', seen: true }
    const isDrawn = (element: Element | null): boolean => {
      if (!element) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1
    }
    // The outline of the canvas is drawn by the canvas, and said beside it; an editor has its caret.
    const seen =
      isDrawn(one) ||
      isDrawn(one.closest('label')) ||
      isDrawn(one.querySelector(':scope > .ring')) ||
      (one.matches('[role="treeitem"]') && document.querySelector('main .caption, .projector .caption') !== null) ||
      one.closest('.monaco-editor') !== null
    const name = one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40)
    const walked = one instanceof HTMLElement ? one.dataset.walk : undefined
    return { id: walked === undefined ? -1 : Number(walked), at: `${one.tagName}.${one.className} ${name}`, seen }
  })

/**
 * Goes through a page by Tab alone: every control is reached, or one of its group that arrows lead on from; the focus is seen wherever
 * it stands; and it comes back to where it began, so it is nowhere kept.
 */
export async function walk(page: Page): Promise<void> {
  const controls = await number(page)
  await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined))
  const visited = new Set<number>()
  const unseen: string[] = []
  let first: number | null = null
  let isRound = false
  for (let i = 0; i < MOST && !isRound; i++) {
    const inEditor = await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)
    if (inEditor) await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    const stop = await standing(page)
    isRound = stop.id >= 0 && stop.id === first
    if (stop.id >= 0) first ??= stop.id
    visited.add(stop.id)
    if (!stop.seen) unseen.push(stop.at)
  }
  expect(unseen, 'the focus cannot be seen').toEqual([])
  const groups = new Set(controls.filter(({ id }) => visited.has(id)).map(({ group }) => group))
  const missed = controls.filter(({ id, group }) => !visited.has(id) && (group < 0 || !groups.has(group)))
  expect(
    missed.map(({ at }) => at),
    'Tab does not reach',
  ).toEqual([])
  expect(isRound, 'the focus is kept somewhere').toBe(true)
  expect(controls.length).toBeGreaterThan(3)
}
