import { readFileSync } from 'node:fs'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { openPage, retype, runTo } from './page'

const state = (page: Page) => page.evaluate(() => window.kubarium.state())

/** A run with a change in the editor and a fault, stood still at a moment of it that has been gone back to. */
async function makeRun(page: Page): Promise<void> {
  await openPage(page, 'paused')
  await retype(page, 'replicas: 1', 'replicas: 5')
  await expect(page.getByText('replicas 1 → 5').or(page.locator('.lanes'))).toBeVisible()
  await expect.poll(async () => (await state(page)).documents[0]?.text[0]?.values?.['want']).toBe(5)
  await runTo(page, 31.25)
  await page.evaluate(() => window.kubarium.dispatch({ type: 'power-off', node: 'node-2' }))
  await runTo(page, 95)
  await runTo(page, 60)
}

const openDialog = async (page: Page, way: 'Link' | 'Embed' | 'File') => {
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('tab', { name: way }).click()
  return page.getByRole('dialog')
}

/** A browser that has never been here. */
async function stranger(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage()
  await page.goto(address)
  await ready(page)
  return page
}

async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
}

/** Both pages show the same now, and half a minute later. */
async function expectSame(page: Page, other: Page): Promise<void> {
  const shown = await state(page)
  expect(await state(other)).toEqual(shown)
  for (const each of [page, other]) await each.evaluate((to) => window.kubarium.seek(to), shown.now + 30_000)
  expect(await state(other)).toEqual(await state(page))
}

test('a link shows a stranger the same run at the same moment, and goes on the same', async ({ page, browser, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await makeRun(page)
  await page.evaluate(() => window.kubarium.select('web'))
  await page.getByRole('radio', { name: 'Who owns it' }).click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  const dialog = await openDialog(page, 'Link')
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect(dialog.getByText('Copied')).toBeVisible()
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/^http:\/\/[\d.:]+\/#v1\.[\w-]+$/)
  // Keys of the page mean nothing here, and the tabs are walked with the arrows.
  await dialog.getByRole('tab', { name: 'Link' }).focus()
  await page.keyboard.press('.')
  await page.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('tab', { name: 'Embed' })).toBeFocused()
  await expect(dialog.frameLocator('iframe').getByRole('tree')).toBeAttached({ timeout: 30_000 })
  expect((await state(page)).now).toBe(60_000)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Share' })).toBeFocused()

  const other = await stranger(browser, link)
  await expect(other.getByRole('radio', { name: 'Who owns it' })).toBeChecked()
  await expect(other.getByRole('heading', { name: 'web', exact: true })).toBeVisible()
  await expect(other.locator('.monaco-editor .view-lines')).toContainText('replicas: 5', { timeout: 30_000 })
  await expectSame(page, other)
  // What the stranger writes is kept beside it, and not over their own text of the scenario.
  expect(await other.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('files')))).toEqual([])
  await retype(other, 'replicas: 5', 'replicas: 2')
  await expect
    .poll(() => other.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('files'))))
    .toEqual([expect.stringMatching(/^kubarium:files:shared:/)])
  await expect.poll(async () => (await state(other)).documents[0]?.text[0]?.values?.['want']).toBe(2)
  await other.reload()
  await ready(other)
  await expect.poll(async () => (await state(other)).documents[0]?.text[0]?.values?.['want']).toBe(2)
  expect((await state(other)).now).toBe(60_000)
})

test('a saved file opens again by picker and by drop', async ({ page, browser, baseURL }) => {
  await makeRun(page)
  const dialog = await openDialog(page, 'File')
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save file' }).click()])
  expect(download.suggestedFilename()).toBe('kubarium-opening-60s.kubarium.json')
  const text = readFileSync(await download.path(), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ kubarium: 1, seed: 1 })
  const file = { name: download.suggestedFilename(), mimeType: 'application/json', buffer: Buffer.from(text) }

  const other = await stranger(browser, `${baseURL}?paused`)
  await openDialog(other, 'File')
  await other.locator('input[type=file]').setInputFiles(file)
  await expect(other.getByRole('dialog')).toHaveCount(0)
  await expect.poll(async () => (await state(other)).now).toBe(60_000)
  expect(await state(other)).toEqual(await state(page))
  await other.goBack()
  await expect.poll(async () => (await state(other)).now).toBe(20_000)

  const third = await stranger(browser, `${baseURL}?paused`)
  const transfer = await third.evaluateHandle(
    ([name, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content!], name!))
      return data
    },
    [file.name, text],
  )
  await third.dispatchEvent('main', 'dragover', { dataTransfer: transfer })
  await expect(third.getByText('Drop to open')).toBeVisible()
  await third.dispatchEvent('main', 'drop', { dataTransfer: transfer })
  await expect.poll(async () => (await state(third)).now).toBe(60_000)
  await expectSame(page, third)
})

test('YAML that is dropped joins the files, and what is no run says so', async ({ page }) => {
  await openPage(page, 'paused')
  const dialog = await openDialog(page, 'File')
  const picker = page.locator('input[type=file]')
  await picker.setInputFiles({ name: 'package.json', mimeType: 'application/json', buffer: Buffer.from('{"name": 1}') })
  await expect(dialog.getByRole('alert')).toHaveText('This is not a run of Kubarium.')
  const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dropped\n'
  await picker.setInputFiles({ name: 'web.yaml', mimeType: 'text/yaml', buffer: Buffer.from(yaml) })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tab', { name: 'web.yaml' })).toBeVisible()
  await expect(page.getByRole('tab', { name: 'file-2.yaml' })).toBeVisible()
  await expect.poll(async () => (await state(page)).documents.map(({ name }) => name)).toContain('dropped')
})

test('a broken link opens the playground with a sentence, and nothing of it runs', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  for (const [hash, sentence] of [
    ['#v1.AAAA', 'incomplete or was changed on its way'],
    ['#v1.<img src=x onerror=alert(1)>', 'incomplete or was changed on its way'],
    ['#v9.abc', 'comes from a newer Kubarium'],
  ] as const) {
    await page.goto('about:blank')
    await page.goto(`./?paused${hash}`)
    await ready(page)
    await expect(page.getByText(sentence, { exact: false }).first()).toBeVisible()
    expect((await state(page)).pods.length).toBeGreaterThan(0)
  }
  await page.goto('./?lang=ko&paused#v1.AAAA')
  await page.waitForFunction(() => Boolean(window.kubarium))
  await expect(page.getByText('링크가 잘렸거나 도중에 바뀌었습니다', { exact: false }).first()).toBeVisible()
  expect(errors).toEqual([])
})

test('a link pasted into the address of an open page is followed', async ({ page }) => {
  const { link } = JSON.parse(readFileSync('tests/ui/share/v1.json', 'utf8')) as { link: string }
  await openPage(page, 'paused')
  await page.evaluate((hash) => (location.hash = hash), link)
  await expect.poll(async () => (await state(page)).now).toBe(48_200)
  await expect(page.getByRole('tab', { name: 'notes.yaml' })).toBeVisible()
})

test('files come from an address, and a gist', async ({ page }) => {
  const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fetched\n'
  await page.route('https://raw.githubusercontent.com/**', (route) =>
    route.fulfill({ body: yaml, headers: { 'access-control-allow-origin': '*' } }),
  )
  await page.route('https://api.github.com/gists/**', (route) =>
    route.fulfill({
      json: {
        files: { a: { filename: 'a.yaml', content: yaml.replace('fetched', 'gist') }, b: { filename: 'b.md', content: '' } },
      },
      headers: { 'access-control-allow-origin': '*' },
    }),
  )
  await openPage(page, 'paused&src=https://github.com/me/it/blob/main/deep/config.yaml')
  await expect(page.getByRole('tab', { name: 'config.yaml' })).toBeVisible()
  await expect.poll(async () => (await state(page)).documents.map(({ name }) => name)).toEqual(['fetched'])
  await openPage(page, 'paused&gist=me/0123456789abcdef0123')
  await expect(page.getByRole('tab', { name: 'a.yaml' })).toBeVisible()
  await page.unroute('https://api.github.com/gists/**')
  await page.route('https://api.github.com/gists/**', (route) =>
    route.fulfill({ status: 403, json: {}, headers: { 'access-control-allow-origin': '*' } }),
  )
  await openPage(page, 'paused&gist=0123456789abcdef0123')
  await expect(page.getByText('GitHub answers only so many visitors', { exact: false }).first()).toBeVisible()
  await openPage(page, 'paused&src=http://example.com/a.yaml')
  await expect(page.getByText('Only addresses that begin with https://', { exact: false }).first()).toBeVisible()
})
