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

test('a key that comes while a dialog closes is the page’s', async ({ page }) => {
  await openPage(page, 'projector&lang=en&paused')
  await expect(page.locator('.projector .drift')).toBeVisible()
  for (const [key, name] of [
    ['l', 'Share this run'],
    ['?', 'Keys'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    // Closed by the browser, the dialog has the focus until the page hears of it.
    await page.evaluate(() => {
      const dialog = document.querySelector<HTMLDialogElement>('dialog[open]')!
      const focused = document.activeElement!
      dialog.close()
      focused.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', bubbles: true }))
    })
    await expect(page.getByRole('button', { name: 'Show the screen again' }), name).toBeVisible()
    await page.keyboard.press('b')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
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

interface Painted {
  readonly text: string
  readonly px: number
}

declare global {
  interface Window {
    painted: Painted[]
  }
}

/** Writes down every text that a canvas paints, and how large it is on the screen, CSS px. */
const notePainted = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.painted = []
    const paint = CanvasRenderingContext2D.prototype.fillText
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, width) {
      const px = (parseFloat(/(\d[\d.]*)px/.exec(this.font)![1]!) * this.getTransform().a) / devicePixelRatio
      window.painted.push({ text, px })
      return width === undefined ? paint.call(this, text, x, y) : paint.call(this, text, x, y, width)
    }
  })

const paintedNow = (page: Page) => page.evaluate(() => window.painted.splice(0))

/** Texts of the page that stand where they can be seen, and how large they are, with what enlarges them. */
const textsOf = (page: Page): Promise<readonly Painted[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('header *, footer *, main *, dialog *, [role="menu"] *')]
      .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      .filter((one) => one.checkVisibility() && !one.closest('.hidden, option'))
      .map((one) => ({ text: one.textContent, px: parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom })),
  )

for (const [width, height, least] of [
  [1920, 1080, 28],
  [1024, 768, 20],
] as const)
  test(`from the last row: nothing painted or written is smaller than ${least} px at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await notePainted(page)
    await openPage(page, 'projector&lang=ko&paused')
    await expect(page.getByText('원하는 상태')).toBeVisible()
    await page.keyboard.press('m')
    const small = async () => {
      const painted = await paintedNow(page)
      const all = [...painted, ...(await textsOf(page))]
      return { count: painted.length, small: all.filter(({ px }) => px < least - 0.1) }
    }
    const moments: (() => Promise<unknown>)[] = [
      () => scale(page, 5),
      () => page.evaluate(() => window.kubarium.seek(22_000)),
      () => scale(page, 16),
      () => page.evaluate(() => window.kubarium.seek(70_000)),
      () => page.evaluate(() => window.kubarium.dispatch({ type: 'power-off', node: 'node-2' })),
      () => page.evaluate(() => window.kubarium.seek(130_000)),
      () => scale(page, 200),
      () => page.evaluate(() => window.kubarium.seek(160_000)),
    ]
    let count = 0
    for (const moment of moments) {
      await moment()
      await page.waitForTimeout(500)
      const found = await small()
      expect(found.small).toEqual([])
      count += found.count
    }
    expect(count).toBeGreaterThan(50)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect((await small()).small).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('l')
    await expect(page.getByRole('dialog').getByRole('button', { name: '링크 복사' })).toBeVisible()
    expect((await small()).small).toEqual([])
  })

test('what acts now stands beside the API server', async ({ page }) => {
  await notePainted(page)
  await openPage(page, 'projector&lang=en&paused')
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  await expect.poll(async () => (await paintedNow(page)).map(({ text }) => text)).toContain('API server')
  await scale(page, 4)
  await page.evaluate(() => window.kubarium.seek(20_300))
  await expect.poll(async () => (await paintedNow(page)).map(({ text }) => text).join()).toMatch(/(Deployment|ReplicaSet) loop/)
})

test('the stage shows what there is when the view is changed in the middle of a run, and back', async ({ page }) => {
  await notePainted(page)
  await openPage(page, 'lang=en&paused')
  const pod = (await page.evaluate(() => window.kubarium.state().pods.map(({ name }) => name)))[0]!.slice(-5)
  const there = () => page.getByRole('button', { name: 'Projector' }).click()
  for (const go of [there, () => page.keyboard.press('p')]) {
    await paintedNow(page)
    await go()
    await expect.poll(async () => (await paintedNow(page)).map(({ text }) => text)).toContain(pod)
  }
})

test('bookmarks: set and named on the timeline, gone to by keyboard, part of the link, and there in the projector view', async ({
  page,
}) => {
  await openPage(page, 'lang=en&paused')
  await page.getByRole('button', { name: 'Bookmark this moment' }).click()
  await page.keyboard.type('settled')
  await page.keyboard.press('Enter')
  const flag = page.getByRole('button', { name: 'Bookmark settled, 0:20.0' })
  await expect(flag).toBeFocused()
  await page.evaluate(() => window.kubarium.seek(31_000))
  await page.keyboard.press('m')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Bookmark, 0:31.0' })).toBeFocused()
  await page.keyboard.press('Shift+B')
  await expect.poll(() => now(page)).toBe(20_000)
  await page.keyboard.press('b')
  await expect.poll(() => now(page)).toBe(31_000)
  await flag.focus()
  await page.keyboard.press('F2')
  await page.keyboard.type('one Pod')
  await page.keyboard.press('Enter')
  const renamed = page.getByRole('button', { name: 'Bookmark one Pod, 0:20.0' })
  await expect(renamed).toBeFocused()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const link = await page.getByRole('dialog').locator('textarea').first().inputValue()
  await page.evaluate(() => localStorage.clear())
  await page.goto(link)
  await page.reload()
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
  await expect(renamed).toBeVisible()
  await renamed.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => now(page)).toBe(20_000)
  await page.keyboard.press('p')
  await expect(page.locator('.projector').getByText('one Pod')).toBeVisible()
  await page.keyboard.press('p')
  await renamed.focus()
  await page.keyboard.press('Delete')
  await expect(renamed).toHaveCount(0)
  await page.reload()
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
  await expect(page.getByRole('button', { name: /^Bookmark, 0:31/ })).toBeVisible()
  await expect(renamed).toHaveCount(0)
})

test('a file that is dropped on the projector view is taken', async ({ page }) => {
  await openPage(page, 'projector&lang=en&paused')
  await expect(page.getByText('Asked for', { exact: true })).toBeVisible()
  await page.evaluate(() => {
    const data = new DataTransfer()
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dropped\n'
    data.items.add(new File([text], 'dropped.yaml', { type: 'text/yaml' }))
    const drop = (type: string) =>
      document
        .querySelector('.projector')!
        .dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
    drop('dragover')
    drop('drop')
  })
  await expect
    .poll(() => page.evaluate(() => window.kubarium.state().documents.some(({ name }) => name === 'dropped')), {
      timeout: 30_000,
    })
    .toBe(true)
})
