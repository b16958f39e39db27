import { expect, test, type Page } from '@playwright/test'
import { editor } from '../page'
import { choose, inspect, inspector, item, openScenario, rightClick, setSpeed } from './hand'

// Minutes of the cluster pass in it.
test.setTimeout(150_000)

const claim = (page: Page, name: string) =>
  item(page, new RegExp(`^PersistentVolumeClaim data-${name}, Bound, 1Gi, \\d+ records`))

async function records(page: Page, name: string): Promise<number> {
  const text = await claim(page, name).getAttribute('aria-label')
  return Number(/(\d+) records/.exec(text!)![1])
}

/** Goes as far as both Pods having written something, with the disk of redis-0 open in the inspector. */
async function begin(page: Page): Promise<number> {
  await openScenario(page, 'stateful', 'speed=4')
  await editor(page)
  await expect(page.locator('.monaco-editor').getByText('2/2 ready')).toBeVisible()
  await expect(item(page, /^Node node-2, Ready, 1 Pod/)).toBeAttached()
  await expect.poll(() => records(page, 'redis-0')).toBeGreaterThan(60)
  const drawer = await inspect(page, /^PersistentVolumeClaim data-redis-0/)
  await expect(drawer).toContainText('What is in it?')
  await expect(drawer).toContainText('Attached to node-2')

  await rightClick(page, 'Node node-2, Ready, 1 Pod')
  await choose(page, 'Power off')
  await expect(item(page, /^Node node-2, NotReady/)).toBeAttached({ timeout: 30_000 })
  return records(page, 'redis-0')
}

test('a dead node keeps its Pod until it is deleted by force, and its disk until six minutes have passed', async ({ page }) => {
  const before = await begin(page)
  await setSpeed(page, '60×')
  const lost = item(page, /^Pod redis-0, (Terminating|Unknown)/)
  await expect(lost).toBeAttached({ timeout: 30_000 })
  // Nobody but redis-1 answers, and what redis-0 wrote is neither more nor less.
  expect(await records(page, 'redis-0')).toBe(before)
  await setSpeed(page, '1×')
  await rightClick(page, /^Pod redis-0/)
  await choose(page, 'Delete this Pod by force')

  await expect(item(page, /^Pod redis-0, ContainerCreating/)).toBeAttached()
  await inspect(page, /^Pod redis-0, ContainerCreating/)
  await expect(inspector(page)).toContainText('Multi-Attach error for volume')
  await setSpeed(page, '60×')
  await expect(item(page, /^Pod redis-0, Ready/)).toBeAttached({ timeout: 30_000 })
  const drawer = await inspect(page, /^PersistentVolumeClaim data-redis-0/)
  await expect(drawer).toContainText('Attached to node-1')
  await expect.poll(() => records(page, 'redis-0')).toBeGreaterThan(before)
})

test('a node that is said to be out of service lets its Pod and its disk go at once', async ({ page }) => {
  const before = await begin(page)
  await rightClick(page, /^Node node-2, NotReady/)
  await choose(page, 'Say it is out of service (taint)')
  await expect(item(page, /^Pod redis-0, Ready/)).toBeAttached({ timeout: 30_000 })
  await expect(item(page, /^Node node-2, NotReady, 0 Pods/)).toBeAttached()
  const drawer = await inspect(page, /^PersistentVolumeClaim data-redis-0/)
  await expect(drawer).toContainText('Attached to node-1')
  await expect.poll(() => records(page, 'redis-0')).toBeGreaterThan(before)
})
