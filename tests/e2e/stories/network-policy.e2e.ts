import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { choose, inspect, inspector, item, openMenu, openScenario, pointOf } from './hand'

test('a policy blocks whom it does not name, says who, where and why, and lets them in once it names them', async ({ page }) => {
  await openScenario(page, 'network-policy', 'speed=1')
  await editor(page)
  await expect(page.locator('.monaco-editor').getByText('isolates 1 pod')).toBeVisible()
  const blocked = (app: string) => item(page, new RegExp(`^From ${app}-\\S+ to db-\\S+ port 6379: blocked by db-guard`))
  await expect(blocked('guest')).toHaveCount(1)
  await expect(blocked('api')).toHaveCount(0)

  // The sign at the fence says it to the pointer.
  const sign = await pointOf(page, /^NetworkPolicy db-guard/)
  await page.mouse.move(sign.x, sign.y, { steps: 4 })
  await expect(page.locator('.tips p')).toContainText(/NetworkPolicy db-guard, isolates 1 Pod, blocks guest-\S+ → db-\S+:6379/)

  const drawer = await inspect(page, /^NetworkPolicy db-guard/)
  await expect(drawer).toContainText('Isolates 1 Pod: what no rule names is blocked.')
  await expect(drawer).toContainText('May connect in: Pods with app=api, port 6379.')
  await expect(drawer).toContainText(/From guest-\S+ to db-\S+, port 6379: blocked by db-guard, 3 requests a second\./)
  await inspect(page, /^Pod guest-/)
  await expect(inspector(page)).toContainText(/From guest-\S+ to db-\S+, port 6379: blocked by db-guard/)
  await inspect(page, /^Service db, /)
  await expect(inspector(page)).toContainText('Pods of api 6/s')
  await expect(inspector(page)).toContainText('Pods of guest 3/s 3 of them lost')

  await page.getByRole('tab', { name: 'policy.yaml' }).click()
  await retype(page, 'matchLabels: { app: api }', 'matchLabels: { app: guest }')
  await expect(blocked('api')).toHaveCount(1)
  await expect(blocked('guest')).toHaveCount(0)
  await expect(inspector(page)).toContainText('Pods of api 6/s 6 of them lost')

  await openMenu(page, /^NetworkPolicy db-guard/)
  await choose(page, 'Delete')
  await expect(blocked('api')).toHaveCount(0)
  await expect(inspector(page)).not.toContainText('of them lost')
})
