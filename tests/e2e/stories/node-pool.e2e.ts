import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { choose, inspect, inspector, item, openScenario, rightClick, setSpeed } from './hand'

// A whole story takes its time, the more so on a machine that does other things too.
test.describe.configure({ timeout: 180_000 })

test('pods without room make a cloud pool grow, and it gives the machine back when nobody needs it', async ({ page }) => {
  await openScenario(page, 'node-pool', 'speed=4')
  await editor(page)
  await expect(item(page, /^Node pool cloud, 1 of 1 to 3, 0 joining, \$0\.20 an hour each/)).toBeAttached()
  await retype(page, 'replicas: 2', 'replicas: 4')
  await expect(item(page, /^Pod shop-.*, Pending/)).toHaveCount(2)
  await expect(item(page, /^Machine cloud-\S+ of pool cloud, on its way/)).toBeAttached()
  await expect(item(page, /^Node pool cloud, 2 of 1 to 3, 1 joining/)).toBeAttached()
  await inspect(page, /^Pod shop-.*, Pending/)
  await expect(inspector(page)).toContainText('TriggeredScaleUp pod triggered scale-up: [{cloud 1->2 (max: 3)}]')
  await inspect(page, /^Node pool cloud/)
  await expect(inspector(page)).toContainText(/cloud-\S+ joins in \d+ s/)
  await expect(inspector(page)).toContainText('Scale-up: setting group cloud size to 2 instead of 1 (max: 3)')

  await setSpeed(page, '16×')
  await expect(item(page, /^Pod shop-.*, Ready/)).toHaveCount(4)
  await expect(item(page, /^Machine /)).toHaveCount(0)
  await retype(page, 'replicas: 4', 'replicas: 2')
  await setSpeed(page, '60×')
  await expect(item(page, /^Node pool cloud, 1 of 1 to 3/)).toBeAttached({ timeout: 60_000 })
  await expect(item(page, /^Node cloud-/)).toHaveCount(1)
})

test('a pool on premises does not grow, and a full cloud pool neither until its bounds do', async ({ page }) => {
  // Two machines are ordered and come up, one after the other.
  test.slow()
  await openScenario(page, 'node-pool', 'speed=16')
  await editor(page)
  await page.getByRole('tab', { name: 'ledger.yaml' }).click()
  await retype(page, 'replicas: 1', 'replicas: 3')
  await inspect(page, /^Pod ledger-.*, Pending/)
  await expect(inspector(page)).toContainText(/NotTriggerScaleUp pod didn't trigger scale-up: .*didn't match Pod's node affinity/)
  await expect(item(page, /^Node pool rack on premises, always 1/)).toBeAttached()

  await page.getByRole('tab', { name: 'shop.yaml' }).click()
  await retype(page, 'replicas: 2', 'replicas: 8')
  await expect(item(page, /^Node cloud-/)).toHaveCount(3, { timeout: 40_000 })
  await inspect(page, /^Pod shop-.*, Pending/)
  await expect(inspector(page)).toContainText('max node group size reached')
  await rightClick(page, /^Node pool cloud/)
  await choose(page, 'At most 4 nodes')
  await expect(item(page, /^Pod shop-.*, Ready/)).toHaveCount(8)
})
