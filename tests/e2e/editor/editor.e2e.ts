import { expect, test, type Page } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile, mergeConfig } from 'vite'

/** The editor alone, built as the app builds it and served from a sub-path by a server that knows nothing but files. */
const source = fileURLToPath(new URL('.', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' }

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector:
    matchLabels: { app: web }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`

let site: Server
let folder: string
let url: string

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = mkdtempSync(join(tmpdir(), 'kubarium-editor-'))
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' })
  const own = {
    root: source,
    configFile: false as const,
    logLevel: 'error' as const,
    build: { outDir: join(folder, 'a/b'), emptyOutDir: true },
  }
  const config = mergeConfig(loaded?.config ?? {}, own)
  await build({ ...config, build: { ...config.build, rolldownOptions: { input: join(source, 'index.html') } } })
  site = createServer((request, response) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/$/, '/index.html'))
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
  })
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done))
  const address = site.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}/a/b/`
})

test.afterAll(() => {
  site.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(page: Page, query = ''): Promise<string[]> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('response', (response) => response.status() >= 400 && faults.push(response.url()))
  await page.goto(url + query)
  await page.waitForFunction(() => Boolean(window.editor))
  await page.evaluate(
    (text) =>
      window.editor.open([
        { name: 'web.yaml', text },
        { name: 'empty.yaml', text: '' },
      ]),
    deployment,
  )
  return faults
}

const squiggles = (page: Page) => page.locator('.squiggly-warning, .squiggly-error')
const suggestions = (page: Page) => page.locator('.suggest-widget .monaco-list-row')

async function write(page: Page, text: string): Promise<void> {
  await page.evaluate((wanted) => {
    window.editor.setText('web.yaml', wanted)
    window.editor.focus()
  }, text)
  await page.keyboard.press('ControlOrMeta+End')
}

test('a field that Kubernetes does not know is underlined, one that it knows is not', async ({ page }) => {
  const faults = await open(page)
  await write(page, 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers: []\n  nodeNme: b\n')
  await expect(squiggles(page).first()).toBeVisible()
  await write(page, 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers: []\n  nodeName: b\n')
  await expect(squiggles(page)).toHaveCount(0)
  expect(faults).toEqual([])
})

test('fields and their values are completed at their depth', async ({ page }) => {
  await open(page)
  await write(page, 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      ')
  await page.keyboard.type('imagePull')
  await expect(suggestions(page)).toHaveText(['imagePullPolicy'])
  await page.keyboard.type('Policy: ')
  await expect(suggestions(page)).toHaveText(['Always', 'IfNotPresent', 'Never'])
})

test('an empty document is quiet and offers whole objects', async ({ page }) => {
  await open(page)
  await page.evaluate(() => {
    window.editor.select('empty.yaml')
    window.editor.focus()
  })
  await page.keyboard.press('Control+Space')
  await expect(suggestions(page)).toContainText(['Deployment', 'Service', 'Ingress', 'StatefulSet', 'Job', 'Pod', 'ConfigMap'])
  await expect(squiggles(page)).toHaveCount(0)
  await page.keyboard.press('Enter')
  await page.keyboard.type('shop')
  const text = await page.evaluate(() => window.editor.text('empty.yaml') ?? '')
  expect(text.match(/shop/g)).toHaveLength(4)
})

test('each document carries its live status, which stays with it while text is added above', async ({ page }) => {
  await open(page)
  const show = (text: string) =>
    page.evaluate((words) => {
      window.editor.setStatus('web.yaml', [
        { line: 1, state: 'creating', hue: 'sky', title: 'Deployment web', text: words },
        { line: 15, state: 'ready', hue: 'sky"><b>', title: 'Service web', text: '3 endpoints' },
      ])
    }, text)
  await show('2/3 ready')
  const status = page.locator('.kub-status')
  await expect(status).toHaveText(['Deployment web · 2/3 ready', 'Service web · 3 endpoints'])
  await expect(status.nth(0).locator('svg')).toHaveAttribute('data-state', 'creating')
  expect(await status.nth(1).locator('b').count()).toBe(1)
  await show('3/3 ready')
  await expect(status.first()).toHaveText('Deployment web · 3/3 ready')

  const top = async () => (await status.nth(1).boundingBox())?.y ?? 0
  const before = await top()
  await page.locator('.view-line', { hasText: 'replicas' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect.poll(top).toBe(before + 21)
})

test('what is wrong is said under its line, and marks tell what changed', async ({ page }) => {
  await open(page)
  await page.evaluate(() => {
    window.editor.setErrors('web.yaml', [{ line: 13, text: 'There is no image nginx:1.27 in the registry' }])
    window.editor.setMarkers('web.yaml', [
      { line: 13, column: 18, message: 'unknown image', severity: 'error', source: 'kubarium' },
    ])
    window.editor.setGutter('web.yaml', [
      { line: 5, kind: 'mod' },
      { line: 6, kind: 'add' },
    ])
  })
  await expect(page.locator('.kub-error')).toHaveText('There is no image nginx:1.27 in the registry')
  await expect(page.locator('.squiggly-error')).toHaveCount(1)
  await expect(page.locator('.kub-mark')).toHaveCount(2)
  await expect(page.locator('.kub-mark-mod')).toHaveCount(1)
})

test('tells of typing, cursor and saving, and never of what the page itself did', async ({ page }) => {
  await open(page)
  await page.evaluate(() => {
    window.editor.setText('web.yaml', 'apiVersion: v1\nkind: Pod\n')
    window.editor.highlight('web.yaml', 1, 2)
  })
  await expect(page.locator('.view-overlays .kub-lit')).toHaveCount(2)
  expect(await page.evaluate(() => window.heard)).toEqual([])
  await page.locator('.view-line', { hasText: 'Pod' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type('s')
  await page.keyboard.press('ControlOrMeta+s')
  expect(await page.evaluate(() => window.heard)).toEqual([
    ['cursor', 'web.yaml', 2],
    ['change', 'web.yaml', 'apiVersion: v1\nkind: Pods\n'],
    ['save', 'web.yaml'],
  ])
  await page.keyboard.press('ControlOrMeta+z')
  await page.keyboard.press('ControlOrMeta+z')
  expect(await page.evaluate(() => window.editor.text('web.yaml'))).toBe(deployment)
})

test('files keep their cursor while others are shown; closed ones are gone', async ({ page }) => {
  await open(page)
  await page.locator('.view-line', { hasText: 'replicas' }).click()
  await page.keyboard.press('End')
  await page.evaluate(() => {
    window.editor.select('empty.yaml')
    window.editor.select('web.yaml')
    window.editor.focus()
  })
  await page.keyboard.type('0')
  expect(await page.evaluate(() => window.editor.text('web.yaml'))).toContain('replicas: 30\n')

  await page.evaluate(() => window.editor.open([{ name: 'empty.yaml', text: 'kind: Pod\n' }]))
  expect(await page.evaluate(() => [window.editor.selected(), window.editor.text('empty.yaml')])).toEqual([
    'empty.yaml',
    'kind: Pod\n',
  ])
  expect(await page.evaluate(() => window.editor.text('web.yaml'))).toBeUndefined()
})

test('speaks Korean, in the light theme, and leaves nothing behind', async ({ page }) => {
  await open(page, '?lang=ko&theme=light')
  await expect(page.locator('.kub-editor')).toHaveAttribute('data-theme', 'light')
  await page.evaluate(() => window.editor.focus())
  await page.keyboard.press('F1')
  await expect(page.locator('.quick-input-list')).toContainText('변환')
  await page.evaluate(() => window.editor.dispose())
  await expect(page.locator('.kub-editor, .kub-overflow')).toHaveCount(0)
})
