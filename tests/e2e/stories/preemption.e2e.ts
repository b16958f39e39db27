import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { inspect, inspector, item, nameOf, openScenario, setSpeed } from './hand'

// A whole story takes its time, the more so on a machine that does other things too.
test.describe.configure({ timeout: 180_000 })

test('on a full cluster a less important pod makes room for a more important one', async ({ page }) => {
  await openScenario(page, 'preemption')
  await editor(page)
  const batch = item(page, /^Pod batch-.*, Ready/)
  await expect(batch).toHaveCount(6)
  await retype(page, 'replicas: 0', 'replicas: 1')

  const waiting = item(page, /^Pod urgent-.*, Pending, waits for node-\d/)
  await expect(waiting).toBeAttached()
  const [, node] = /waits for (node-\d)/.exec((await waiting.getAttribute('aria-label'))!)!
  const urgent = await nameOf(waiting)
  await expect(item(page, `Place on ${node}, reserved for Pod ${urgent}`)).toBeAttached()
  const leaving = item(page, /^Pod batch-.*, Terminating/)
  await expect(leaving).toHaveCount(1)
  const victim = await nameOf(leaving)

  const told = await inspect(page, new RegExp(`^Pod ${urgent}`))
  await expect(told).toContainText(`On ${node}, as soon as the less important Pods there are gone.`)
  await expect(told.getByRole('row', { name: new RegExp(`${node} NodeResourcesFit`) })).toContainText(`${victim}, priority 0`)
  await expect(told).toContainText('FailedScheduling 0/3 nodes are available: 3 Insufficient cpu.')

  await inspect(page, new RegExp(`^Pod ${victim}`))
  await expect(inspector(page)).toContainText('A more important Pod needs its place.')
  await expect(inspector(page)).toContainText(/Preempted by pod \S+ on node node-\d/)

  await setSpeed(page, '16×')
  await expect(item(page, `Pod ${urgent}, Ready`)).toBeAttached()
  await expect(batch).toHaveCount(5)
  // Who lost its place waits, and nobody goes for it.
  await inspect(page, /^Pod batch-.*, Pending/)
  await expect(inspector(page)).toContainText('Why is it Pending?')
  await expect(inspector(page)).toContainText('No preemption victims found for incoming pod')
})
