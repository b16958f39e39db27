import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { inspect, inspector, item, openScenario } from './hand'

test('a word in the selector moves all requests at once, those of the Ingress too', async ({ page }) => {
  await openScenario(page, 'blue-green', 'speed=1&lens=talks')
  await editor(page)
  await expect(item(page, /^Pod shop-(blue|green)-.*, Ready/)).toHaveCount(6)
  await expect(item(page, /^Ingress shop, shop\.example\/ → shop/)).toBeAttached()
  await inspect(page, 'Service shop, ClusterIP, 3 ready endpoints')
  const said = inspector(page).locator('section').filter({ hasText: 'Who asks it?' })
  await expect(said).toContainText('Users, straight away 4/s')
  await expect(said).toContainText('Users, by way of Ingress shop 8/s')
  await expect(said.getByText(/^shop-blue-/)).toHaveCount(3)
  await expect(said.getByText(/^shop-green-/)).toHaveCount(0)

  await retype(page, 'app: shop-blue', 'app: shop-green')
  await expect(said.getByText(/^shop-green-/)).toHaveCount(3)
  await expect(said.getByText(/^shop-blue-/)).toHaveCount(0)
  // Both versions run on, and nobody lost a request on the way.
  await expect(item(page, /^Pod shop-(blue|green)-.*, Ready/)).toHaveCount(6)
  await expect(said).not.toContainText('lost')
  await expect(page.locator('.monaco-editor').getByText('3 endpoints')).toBeVisible()

  await retype(page, 'app: shop-green', 'app: shop-red')
  await expect(said).toContainText('No Pod: every request is lost.')
  await expect(said).toContainText(/straight away 4\/s \d of them lost/)
  await expect(said).toContainText(/Ingress shop 8\/s \d of them lost/)
})
