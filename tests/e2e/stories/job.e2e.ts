import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { inspect, item, openScenario, setSpeed } from './hand'

// A whole story takes its time, the more so on a machine that does other things too.
test.describe.configure({ timeout: 180_000 })

test('a Job tries again and again until what it needs is there, and completes', async ({ page }) => {
  await openScenario(page, 'job', 'speed=4')
  await editor(page)
  const meter = page.getByTitle('Job import', { exact: true })
  await expect(meter).toContainText('0/5')
  await expect(item(page, /^Pod import-.*, Error/)).toHaveCount(4)
  await page.getByRole('tab', { name: 'import.yaml' }).click()
  await expect(page.getByText(/0\/5 succeeded.*4 failed.*next try at 1:4\d/)).toBeVisible()

  await page.getByRole('tab', { name: 'api.yaml' }).click()
  await retype(page, 'replicas: 0', 'replicas: 1')
  await expect(item(page, /^Pod api-.*, Ready/)).toHaveCount(1)
  await setSpeed(page, '16×')
  // Two at a time.
  await expect(item(page, /^Pod import-.*, Ready/)).toHaveCount(2)
  await expect(item(page, /^Pod import-.*, Completed/)).toHaveCount(5)
  await page.getByRole('tab', { name: 'import.yaml' }).click()
  await expect(page.getByText(/5\/5 succeeded.*4 failed/)).toBeVisible()
  await expect(meter).toContainText('5/5')
  await meter.click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Job completed')
})

test('a Job that can never succeed is given up at its backoffLimit', async ({ page }) => {
  await openScenario(page, 'job', 'speed=16')
  await editor(page)
  await page.getByRole('tab', { name: 'broken.yaml' }).click()
  await expect(page.getByText(/0\/1 succeeded.*3 failed.*Failed.*BackoffLimitExceeded/)).toBeVisible()
  await expect(item(page, /^Pod broken-.*, Error/)).toHaveCount(3)
  await page.getByTitle('Job broken').click()
  const told = page.getByRole('complementary', { name: 'Inspector' })
  await expect(told).toContainText('Job has reached the specified backoff limit')
  await inspect(page, /^Pod broken-/)
  await expect(told).toContainText('no such table')
})
