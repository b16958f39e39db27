import { expect, test, type Page } from '@playwright/test'
import { editor, openPage, tree } from './page'

const state = (page: Page) => page.evaluate(() => window.kubarium.state())

const openEmbed = async (page: Page, query: string): Promise<void> => {
  await page.setViewportSize({ width: 720, height: 420 })
  await page.goto(`./embed.html?${query}`)
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => window.kubarium.ready)
}

const cmd = (text: string): string => `cmd=${encodeURIComponent(text)}`

for (const [name, open] of [
  ['playground', openPage],
  ['embed', openEmbed],
] as const)
  test(`${name}: commands of the address are carried out when the world is there, and what came of them is said`, async ({
    page,
  }) => {
    await open(page, `lang=en&paused&${cmd('kubectl scale deploy/web --replicas=4; create deployment api --image=nginx:1.27')}`)
    await expect(page.getByText('deployment.apps/web scaled · deployment.apps/api created').first()).toBeVisible()
    await page.evaluate(() => window.kubarium.seek(60_000))
    const names = (await state(page)).pods.map((pod) => pod.name.split('-')[0])
    expect(names.filter((one) => one === 'web')).toHaveLength(4)
    expect(names.filter((one) => one === 'api')).toHaveLength(1)
  })

for (const [name, open] of [
  ['playground', openPage],
  ['embed', openEmbed],
] as const)
  test(`${name}: a command that cannot be done is named with its reason, and the others are done`, async ({ page }) => {
    await open(
      page,
      `lang=en&paused&${cmd('scale deploy/nobody --replicas=2')}&${cmd('get pods')}&${cmd('scale deploy/web --replicas=2')}`,
    )
    const said = page.getByRole('alert').first()
    await expect(said).toContainText('kubectl scale deploy/nobody --replicas=2')
    await expect(said).toContainText('deployments.apps "nobody" not found')
    await expect(said).toContainText('kubectl get pods')
    await expect.poll(async () => (await state(page)).documents[0]?.text[0]?.values?.['want']).toBe(2)
    await open(page, `lang=ko&paused&${Array.from({ length: 21 }, () => cmd('cordon node-1')).join('&')}`)
    await expect(said).toContainText('아무것도 실행하지 않았습니다')
    expect((await state(page)).nodes.some(({ unschedulable }) => unschedulable)).toBe(false)
  })

test('the created objects cannot be what the cluster refuses', async ({ page }) => {
  await openPage(page, `lang=en&${cmd('run Bad_Name --image=nginx')}`)
  await expect(page.getByRole('alert').first()).toContainText('a lowercase RFC 1123')
  expect((await state(page)).diagnostics).toEqual([])
})

test('read-only: the reader looks and turns back time, and changes nothing', async ({ page }) => {
  await openPage(page, `lang=en&readonly&paused&${cmd('scale deploy/web --replicas=2')}`)
  await expect.poll(async () => (await state(page)).documents[0]?.text[0]?.values?.['want']).toBe(2)
  const refused = await page.evaluate(async () => {
    const { kubarium } = window
    const tries = [kubarium.dispatch({ type: 'power-off', node: 'node-1' }), kubarium.apply('web.yaml', 'a: 1')]
    return (await Promise.allSettled(tries)).map(({ status }) => status)
  })
  expect(refused).toEqual(['rejected', 'rejected'])
  const lines = await editor(page)
  await lines.click()
  await page.keyboard.press('End')
  await page.keyboard.type('junk')
  await expect(lines).not.toContainText('junk')
  await expect(page.getByRole('button', { name: 'New file' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Act as/ })).toHaveCount(0)
  const pod = tree(page)
    .getByRole('treeitem', { name: /^Pod web-/ })
    .first()
  await pod.focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu').getByRole('menuitem')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await page.evaluate(() => window.kubarium.select('apiserver'))
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)
  await page.evaluate(() => window.kubarium.seek(60_000))
  expect((await state(page)).pods.filter(({ ready }) => ready)).toHaveLength(2)
})

test('parts of the page are left out', async ({ page }) => {
  await openPage(page, 'lang=en&hide=top,editor,timeline,inspector&paused')
  await expect(page.locator('main')).toBeVisible()
  for (const part of ['header', '.timeline', '.pane']) await expect(page.locator(part)).toHaveCount(0)
  await page.evaluate(() => window.kubarium.select('web'))
  await expect(page.getByRole('complementary')).toHaveCount(0)
  const box = (await page.locator('main').boundingBox())!
  expect([box.x, box.y, box.width, box.height]).toEqual([0, 0, 1600, 900])
  // What is refused is said all the same.
  await openPage(page, `lang=en&hide=timeline&paused&${cmd('scale deploy/nobody --replicas=2')}`)
  await expect(page.getByRole('alert')).toContainText('"nobody" not found')
  await openEmbed(page, 'lang=en&hide=field,caption,steps,share,open&paused')
  await expect(page.getByRole('button', { name: 'YAML' })).toHaveCount(0)
  await expect(page.locator('.caption')).toHaveCount(0)
  await expect(page.getByRole('link')).toHaveCount(0)
})

test('larger: the words grow, and hands still find what they point at', async ({ page }) => {
  const heightOf = async (query: string) => {
    await openPage(page, `lang=en&paused&${query}`)
    return (await page.getByRole('banner').boundingBox())!.height
  }
  const usual = await heightOf('')
  expect(await heightOf('scale=1.5')).toBeCloseTo(usual * 1.5, 0)
  expect(await heightOf('scale=99')).toBeCloseTo(usual * 2, 0)
  expect(await heightOf('scale=1.25')).toBeCloseTo(usual * 1.25, 0)
  const lines = await editor(page)
  await lines.locator('.view-line').filter({ hasText: 'replicas:' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type('replicas: 2')
  await expect.poll(async () => (await state(page)).documents[0]?.text[0]?.values?.['want']).toBe(2)
  // At the end of the lanes is the end of the minute and ten seconds that they show.
  const lanes = (await page.locator('.lanes canvas').boundingBox())!
  await page.mouse.click(lanes.x + lanes.width - 20, lanes.y + 40)
  await expect.poll(async () => Math.abs((await state(page)).now - 70_000)).toBeLessThan(500)
  // The menu opens where the hand is.
  const main = (await page.locator('main').boundingBox())!
  const [x, y] = [main.x + 60, main.y + main.height - 60]
  await page.mouse.click(x, y, { button: 'right' })
  const menu = (await page.getByRole('menu').boundingBox())!
  expect(menu.x).toBeCloseTo(x, -1)
  expect(menu.y + menu.height).toBeLessThanOrEqual(900)
})

test('without an introduction; another seed; a moment; the camera', async ({ page }) => {
  await openPage(page, 'lang=en&paused')
  const lead = page.getByText('The file asks for one nginx')
  await expect(lead).toBeVisible()
  const usual = await page.evaluate(() => window.kubarium.state().pods[0]?.name)
  await openPage(page, 'lang=en&paused&nointro&seed=7&t=33')
  await expect(lead).toHaveCount(0)
  expect((await state(page)).now).toBe(33_000)
  expect((await state(page)).pods[0]?.name).not.toBe(usual)
  await openEmbed(page, 'lang=en&paused&seed=7&t=33')
  const { now, pods } = await state(page)
  expect(now).toBe(33_000)
  expect(pods[0]?.name).not.toBe(usual)
  await openEmbed(page, 'lang=en&ctl&nointro')
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
  await expect(lead).toHaveCount(0)
})

test('?embed leads to the embed, with all else that was asked for', async ({ page }) => {
  await page.goto('./?embed&lang=ko&theme=light&readonly#x')
  await page.waitForURL(/embed\.html\?lang=ko&theme=light&readonly=#x$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await page.goto('./?embed=0&lang=en&paused')
  await expect(page.getByRole('banner')).toBeVisible()
})

test('what is about the page stays when another scenario is chosen', async ({ page }) => {
  await openPage(page, 'lang=en&readonly&scale=1.25&t=30&paused')
  await page.getByRole('button', { name: /Choose another one/ }).click()
  await page.getByRole('link', { name: /^Work that ends/ }).click()
  await page.waitForURL(/\?lang=en&readonly=&scale=1\.25&scenario=job$/)
})

test('the page of a scenario tells others what it is, and leads on to it', async ({ page, request, baseURL }) => {
  const html = await (await request.get('./s/job.ko.html')).text()
  const answer = /application\/json\+oembed" href="([^"]+)"/.exec(html)![1]!
  const at = new URL(answer, new URL('s/job.ko.html', baseURL))
  const { title, html: frame, thumbnail_url } = await (await request.get(at.href)).json()
  expect(title).toBe('끝이 있는 일 · Kubarium')
  for (const address of [/src="([^"]+)"/.exec(frame)![1]!.replace('&amp;', '&'), thumbnail_url])
    expect((await request.get(new URL(address, at).href)).ok()).toBe(true)
  await page.goto('./s/job.ko.html')
  await page.waitForURL(/index\.html\?scenario=job&lang=ko$/)
  await expect(page.getByRole('button', { name: /끝이 있는 일/ })).toBeVisible()
})
