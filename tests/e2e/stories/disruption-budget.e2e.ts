import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { choose, inspect, item, openScenario, rightClick, setSpeed } from './hand'

// A whole story takes its time, the more so on a machine that does other things too.
test.describe.configure({ timeout: 180_000 })

test('a drain waits for the budget, says why, and goes on when a replacement is Ready', async ({ page }) => {
  await openScenario(page, 'disruption-budget', 'speed=1')
  await expect(item(page, /^Node node-1, Ready, 2 Pods/)).toBeAttached()
  await rightClick(page, /^Node node-1/)
  await choose(page, 'Drain: send its Pods away')
  await expect(item(page, /^Node node-1, .*draining, .*PodDisruptionBudget web lets none go now/)).toBeAttached()
  await expect(item(page, /^PodDisruptionBudget web, 0 may go, 3 healthy of 3 needed/)).toBeAttached()

  const told = await inspect(page, /^Node node-1/)
  await expect(told).toContainText("Cannot evict pod as it would violate the pod's disruption budget.")
  await expect(told).toContainText(/default\/web-\S+/)
  await expect(told).toContainText('The disruption budget web')
  await page.keyboard.press('Escape')

  await setSpeed(page, '4×')
  await expect(item(page, /^Node node-1, Ready, cordoned, 0 Pods/)).toBeAttached()
  await expect(item(page, /^PodDisruptionBudget web, 1 may go, 4 healthy of 3 needed/)).toBeAttached()
  // Nobody noticed.
  await expect(page.getByText('lost', { exact: false })).toHaveCount(0)
})

test('a budget that lets nothing go keeps a node from being emptied until there are more replicas', async ({ page }) => {
  await openScenario(page, 'disruption-budget', 'speed=16')
  await editor(page)
  await rightClick(page, /^Node node-2/)
  await choose(page, 'Drain: send its Pods away')
  // All but the last one go.
  const stuck = item(page, /^Node node-2, .*draining, 1 of 1 Pod to go, PodDisruptionBudget cache lets none go now/)
  await expect(stuck).toBeAttached({ timeout: 30_000 })
  const began = await page.evaluate(() => window.kubarium.state().now)
  await page.waitForFunction((from) => window.kubarium.state().now > from + 60_000, began)
  await expect(stuck).toBeAttached()
  const told = await inspect(page, /^PodDisruptionBudget cache/)
  await expect(told).toContainText('lets 0 Pods go: 1 healthy, 1 needed.')

  await page.getByRole('tab', { name: 'cache.yaml' }).click()
  await retype(page, 'replicas: 1', 'replicas: 2')
  await expect(item(page, /^Node node-2, Ready, cordoned, 0 Pods/)).toBeAttached()
  await expect(item(page, /^PodDisruptionBudget cache, 1 may go, 2 healthy of 1 needed/)).toBeAttached()
})
