import { expect, test } from '@playwright/test'
import { editor } from '../page'
import { choose, inspect, inspector, item, openMenu, openScenario, setSpeed } from './hand'

// Minutes of the cluster pass in it.
test.setTimeout(150_000)

const scaler = (size: string) => new RegExp(`^HorizontalPodAutoscaler web, ${size}, cpu`)

test('an autoscaler follows the traffic up and, after a while, down again, and shows its sum', async ({ page }) => {
  await openScenario(page, 'autoscale', 'speed=4')
  await editor(page)
  await expect(page.locator('.monaco-editor').getByText(/cpu: 4\d%\/50%/)).toBeVisible()
  await expect(item(page, scaler('1 now, 1 wanted'))).toBeAttached()
  const drawer = await inspect(page, scaler('1 now, 1 wanted'))
  await expect(drawer).toContainText('Why this number?')
  await expect(drawer).toContainText(/⌈1 × 4\d% ÷ 50%⌉ = 1/)
  await expect(drawer).toContainText('1 now, 1 wanted, between 1 and 8.')

  await openMenu(page, 'Service web, ClusterIP, 1 ready endpoint')
  await choose(page, 'Traffic: 20 requests/s')
  await expect(drawer).toContainText(/⌈1 × \d{2,3}% ÷ 50%⌉ = [2-8]/, { timeout: 30_000 })
  await setSpeed(page, '16×')
  await expect(item(page, scaler('8 now, 8 wanted'))).toBeAttached({ timeout: 30_000 })
  await expect(item(page, /^Pod web-.*, Ready/)).toHaveCount(8)
  await expect(drawer).toContainText('is near enough to 50%: nothing changes.', { timeout: 30_000 })

  await openMenu(page, 'Service web, ClusterIP, 8 ready endpoints')
  await choose(page, 'Stop traffic')
  await setSpeed(page, '4×')
  await expect(drawer).toContainText('It was 8 within the last 60 seconds: it waits before it goes lower.', { timeout: 30_000 })
  await expect(item(page, /^Pod web-.*, Ready/)).toHaveCount(8)
  await setSpeed(page, '16×')
  await expect(item(page, scaler('1 now, 1 wanted'))).toBeAttached({ timeout: 30_000 })
  await expect(item(page, /^Pod web-.*, Ready/)).toHaveCount(1)
})

test('a vertical autoscaler recommends what to request, and the workload tells of both', async ({ page }) => {
  await openScenario(page, 'autoscale', 'speed=16')
  const recommends = item(page, /^VerticalPodAutoscaler web recommends cpu 500m → \d+m/)
  await expect(recommends).toBeAttached({ timeout: 30_000 })
  const drawer = await inspect(page, /^VerticalPodAutoscaler web/)
  await expect(drawer).toContainText('What to request?')
  await expect(drawer.getByRole('row', { name: /^cpu 500m \d+m/ })).toBeVisible()
  await expect(drawer).toContainText('updateMode Off It only recommends.')
  await page.getByTitle('Deployment web').click()
  await expect(inspector(page)).toContainText('Why this number?')
  await expect(inspector(page)).toContainText('What to request?')
})
