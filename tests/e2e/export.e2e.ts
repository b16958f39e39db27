import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Download, type Locator, type Page } from '@playwright/test'
import { parseAllDocuments } from 'yaml'
import { openPage, runTo } from './page'

/** The page stands still at a minute, with its ways to export open. */
async function openExport(page: Page, query = 'paused'): Promise<Locator> {
  await openPage(page, query)
  await runTo(page, 60)
  await page
    .locator('header')
    .getByRole('button', { name: /^(Share|공유)/ })
    .click()
  await page.getByRole('tab', { name: /^(Export|내보내기)$/ }).click()
  return page.getByRole('dialog')
}

async function download(page: Page, button: Locator): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), button.click()])
  return file
}

const bytes = async (file: Download): Promise<Buffer> => readFileSync(await file.path())
const text = async (file: Download): Promise<string> => (await bytes(file)).toString('utf8')

test('pictures: a PNG of what is seen, and an SVG that stands alone', async ({ page }) => {
  const dialog = await openExport(page)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  const png = await download(page, dialog.getByRole('button', { name: 'Picture PNG' }))
  expect(png.suggestedFilename()).toBe('kubarium-opening-60s.png')
  const picture = await bytes(png)
  expect(picture.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
  const canvas = await page
    .locator('main canvas')
    .first()
    .evaluate(({ width, height }: HTMLCanvasElement) => [width, height])
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual(canvas)
  await expect(dialog.getByRole('status')).toHaveText('Saved: kubarium-opening-60s.png')

  const svg = await download(page, dialog.getByRole('button', { name: 'Picture SVG' }))
  expect(svg.suggestedFilename()).toBe('kubarium-opening-60s.svg')
  const markup = await text(svg)
  expect(markup).not.toMatch(/var\(|color-mix|javascript:|\bon\w+=|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
  const read = await page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'image/svg+xml')
    const texts = [...document.querySelectorAll('text')]
    return {
      root: document.documentElement.nodeName,
      fault: document.querySelector('parsererror')?.textContent ?? null,
      scripts: document.querySelectorAll('script, foreignObject, image, use').length,
      unnamed: texts.filter((one) => !one.getAttribute('font-family') || !one.getAttribute('fill')).length,
      says: texts.map((one) => one.textContent),
    }
  }, markup)
  expect(read).toMatchObject({ root: 'svg', fault: null, scripts: 0, unnamed: 0 })
  expect(read.says).toEqual(expect.arrayContaining(['node-1', 'node-2', 'node-3']))
})

test('YAML of the cluster and its events, also where no film can be made', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'VideoEncoder'))
  const dialog = await openExport(page)
  await expect(dialog).toContainText('This browser cannot encode video here')
  await expect(dialog.getByRole('button', { name: 'Record video' })).toBeDisabled()
  const yaml = await download(page, dialog.getByRole('button', { name: 'YAML of the cluster' }))
  expect(yaml.suggestedFilename()).toBe('kubarium-opening-60s.yaml')
  const objects = parseAllDocuments(await text(yaml)).map((document) => document.toJS() as Record<string, unknown>)
  expect(objects).toContainEqual(
    expect.objectContaining({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: expect.objectContaining({ name: 'web', namespace: 'default' }),
      status: expect.objectContaining({ readyReplicas: 1 }),
    }),
  )
  expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Pod', 'ReplicaSet', 'Service']))

  const events = await download(page, dialog.getByRole('button', { name: 'Events' }))
  expect(events.suggestedFilename()).toBe('kubarium-opening-60s.events.txt')
  const lines = (await text(events)).trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual([
    '# Say what you want: Events up to 1:00.0',
    expect.stringMatching(/^TIME +TYPE +REASON +OBJECT +MESSAGE$/),
  ])
  expect(lines).toContainEqual(
    expect.stringMatching(/^0:\d\d +Normal +Scheduled +pod\/web-\S+ +Successfully assigned default\/web-/),
  )
  const seconds = lines.slice(2).map((line) => {
    const [, minute, second] = /^(?:# )?(\d+):(\d\d)\b/.exec(line)!
    return Number(minute) * 60 + Number(second)
  })
  expect(seconds.length).toBeGreaterThan(4)
  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
})

test('a stretch of the timeline becomes a film that plays, and the run stays where it was', async ({ page }) => {
  test.slow()
  const dialog = await openExport(page, 'paused&lang=ko')
  const record = dialog.getByRole('button', { name: '영상 녹화' })
  await dialog.getByLabel('시작').fill('1:00')
  await expect(record).toBeDisabled()
  await expect(dialog).toContainText('끝은 시작보다 뒤여야 합니다.')
  await dialog.getByLabel('시작').fill('0:00')
  await expect(dialog).toContainText('영상 60초')
  // Stopped on the way it leaves nothing behind.
  await record.click()
  await expect(dialog.getByRole('progressbar')).toBeVisible()
  await dialog.getByRole('button', { name: '취소' }).click()
  await expect(record).toBeVisible()
  expect(await page.evaluate(() => window.kubarium.state().now)).toBe(60_000)

  await dialog.getByLabel('끝').fill('0:16')
  await dialog.getByRole('radio', { name: '16×' }).click()
  const film = await download(page, record)
  expect(film.suggestedFilename()).toBe('kubarium-opening-0s-16s.webm')
  const content = await bytes(film)
  expect(content.subarray(0, 4).toString('hex')).toBe('1a45dfa3')
  expect(content.length).toBeGreaterThan(10_000)
  expect(await page.evaluate(() => window.kubarium.state().now)).toBe(60_000)
  await expect(dialog.getByRole('status')).toHaveText('저장했습니다: kubarium-opening-0s-16s.webm')
  // Any page can show it; this one allows itself no video.
  const cinema = await page.context().newPage()
  const played = await cinema.evaluate(async (base64) => {
    const video = document.createElement('video')
    video.src = URL.createObjectURL(await (await fetch(`data:video/webm;base64,${base64}`)).blob())
    await new Promise((done, failed) => {
      video.onloadeddata = done
      video.onerror = () => failed(new Error(video.error?.message))
    })
    video.currentTime = 0.9
    await new Promise((done) => (video.onseeked = done))
    return { width: video.videoWidth, height: video.videoHeight, duration: video.duration, at: video.currentTime }
  }, content.toString('base64'))
  expect(played).toEqual({ width: 1280, height: 720, duration: 1, at: 0.9 })
})
