import { expect, test, type Page } from '@playwright/test'
import { editor, openPage } from './page'

declare global {
  interface Window {
    refused: string[]
  }
}

/** From the first moment on, notes what the content security policy refused. */
const watch = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.refused = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.refused.push(`${violatedDirective} ${blockedURI}`),
    )
  })

const refused = (page: Page): Promise<string[]> => page.evaluate(() => window.refused)

test('the playground needs nothing that its policy refuses', async ({ page }) => {
  await watch(page)
  await openPage(page, 'lang=ko')
  await editor(page)
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await page.evaluate(() => window.kubarium.select('web'))
  expect(await refused(page)).toEqual([])
})

for (const path of ['', 'embed.html'])
  test(`no text becomes a script on /${path}`, async ({ page }) => {
    await watch(page)
    await page.goto(`./${path}?lang=en&paused`)
    await page.waitForFunction(() => Boolean(window.kubarium))
    await page.evaluate(() => window.kubarium.ready)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.owned = true'
      document.body.append(script)
      const image = document.createElement('img')
      image.setAttribute('onerror', 'window.owned = true')
      image.src = 'data:image/png;base64,none'
      document.body.append(image)
    })
    await expect.poll(() => refused(page)).toContain('script-src-elem inline')
    await expect.poll(() => refused(page)).toContain('script-src-attr inline')
    expect(await page.evaluate(() => 'owned' in window)).toBe(false)
  })

test('names that look like markup stay names', async ({ page }) => {
  await openPage(page, 'lang=en&paused')
  const yaml = `apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
  annotations: { note: '<img src=x onerror=window.owned=true>' }
data:
  page: "<script>window.owned = true</script>"
---
apiVersion: v1
kind: Pod
metadata: { name: "<b>bold</b>" }
spec: { containers: [{ name: a, image: "<svg onload=alert(1)>" }] }
`
  await page.evaluate((text) => window.kubarium.apply('markup.yaml', text), yaml)
  await page.evaluate(() => window.kubarium.seek(25_000))
  await expect.poll(() => page.evaluate(() => window.kubarium.state().diagnostics.length)).toBeGreaterThan(0)
  expect(await page.evaluate(() => 'owned' in window)).toBe(false)
  expect(await page.locator('main b', { hasText: /^bold$/ }).count()).toBe(0)
})
