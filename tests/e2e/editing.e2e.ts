import { expect, test } from '@playwright/test'
import { editor, openPage, readyPods, retype, tree } from './page'

test('asking for six shows what is wanted at once, and then six Ready pods', async ({ page }) => {
  await openPage(page, 'speed=0.25')
  await expect(readyPods(page)).toHaveCount(1)
  await retype(page, 'replicas', 'replicas: 6')
  await expect(
    tree(page)
      .getByRole('treeitem', { name: /^Wanted Pod of web|^Pod web-.*(Pending|ContainerCreating)/ })
      .first(),
  ).toBeAttached()
  await page.getByText('16×').click()
  await expect(readyPods(page)).toHaveCount(6)
  await expect(page.locator('.monaco-editor').getByText(/6\/6 ready/)).toBeVisible()
})

test('an image that does not exist leaves the old pod serving and is named at its line', async ({ page }) => {
  await openPage(page, 'speed=4')
  await retype(page, 'image:', 'image: nginx:9.99.99')
  await expect(tree(page).getByRole('treeitem', { name: /^Pod web-.*(ErrImagePull|ImagePullBackOff)/ })).toHaveCount(1)
  await expect(readyPods(page)).toHaveCount(1)
  await expect(tree(page).getByRole('treeitem', { name: 'Service web, ClusterIP, 1 ready endpoint' })).toBeAttached()
  const found = await page.evaluate(() => window.kubarium.state().diagnostics)
  const text = await page.evaluate(() => JSON.parse(localStorage.getItem('kubarium:files:opening')!)[0].text as string)
  const line = text.split('\n').findIndex((other) => other.includes('9.99.99')) + 1
  expect(found.some((diagnostic) => diagnostic.line === line && diagnostic.file === 'web.yaml')).toBe(true)
})

test('text that is no YAML is not applied, and its error stands at its line', async ({ page }) => {
  await openPage(page, 'paused')
  await retype(page, 'replicas', 'replicas: [')
  await expect(page.locator('.monaco-editor .squiggly-error').first()).toBeVisible()
  const pods = await page.evaluate(() => window.kubarium.state().pods.length)
  expect(pods).toBe(1)
})

test('the text survives a reload, and Reset brings the first one back', async ({ page }) => {
  await openPage(page, 'paused')
  await retype(page, 'replicas', 'replicas: 2')
  await expect.poll(() => page.evaluate(() => localStorage.getItem('kubarium:files:opening'))).toContain('replicas: 2')
  await page.reload()
  await expect(await editor(page)).toContainText(/replicas:\s2/)
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(await editor(page)).toContainText(/replicas:\s1/)
})

test('what is typed before the large editor has come is kept', async ({ page }) => {
  // The editor's chunk is held back until something was typed into the plain text.
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  await page.route(/codeEditor.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await openPage(page, 'paused')
  const plain = page.getByRole('textbox', { name: /^Text of web\.yaml/ }).first()
  await plain.fill((await plain.inputValue()).replace('replicas: 1', 'replicas: 4'))
  await plain.evaluate((area: HTMLTextAreaElement) => {
    const caret = area.value.indexOf('replicas: 4') + 'replicas: 4'.length
    area.setSelectionRange(caret, caret)
  })
  release()
  await expect(await editor(page)).toContainText(/replicas:\s4/)
  // The caret stays where it was: the next letter lands there.
  await expect(page.locator('.plain')).toHaveCount(0)
  await page.keyboard.type('2')
  await expect(await editor(page)).toContainText(/replicas:\s42/)
})

test('a document that leaves the text offers to delete its object', async ({ page }) => {
  await openPage(page, 'speed=4')
  await editor(page)
  const kinds = await page.evaluate(() => window.kubarium.state().documents.map(({ kind }) => kind))
  expect(kinds).toEqual(['Deployment', 'Service'])
  await page.evaluate(async () => {
    await window.kubarium.apply(
      'web.yaml',
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  selector: { app: web }\n  ports: [{ port: 80 }]\n',
    )
  })
  await expect(page.getByText('Deployment web is no longer in the file.')).toBeVisible()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(readyPods(page)).toHaveCount(0)
})
