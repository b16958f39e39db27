import { expect, test } from '@playwright/test'
import { editor, retype } from '../page'
import { actAs, choose, inspect, item, nameOf, openScenario, rightClick } from './hand'

// A whole story takes its time, the more so on a machine that does other things too.
test.describe.configure({ timeout: 180_000 })

test('jane may only read, is told so by name, verb and object, and may more once a RoleBinding names her', async ({ page }) => {
  await openScenario(page, 'access', 'speed=4')
  await editor(page)
  const pods = item(page, /^Pod web-.*, Ready/)
  await expect(pods).toHaveCount(3)
  const first = await nameOf(pods.first())

  await actAs(page, 'jane')
  await rightClick(page, new RegExp(`^Pod ${first}`))
  await choose(page, 'Delete this Pod')
  const why = (what: string, verb: string, resource: string, group: string) =>
    `${what} is forbidden: User "jane" cannot ${verb} resource "${resource}" in API group "${group}" in the namespace "default"`
  await expect(page.getByText(why(`pods "${first}"`, 'delete', 'pods', '')).first()).toBeVisible()
  await expect(item(page, new RegExp(`^Pod ${first}, Ready`))).toBeAttached()

  await page.getByRole('button', { name: 'web', exact: false }).and(page.getByTitle('Deployment web')).click({ button: 'right' })
  await choose(page, 'Scale to 4')
  await expect(page.getByText(why('deployments.apps "web"', 'patch', 'deployments/scale', 'apps')).first()).toBeVisible()

  await page.getByRole('tab', { name: 'web.yaml' }).click()
  await retype(page, 'replicas: 3', 'replicas: 5')
  await expect(page.getByText(why('deployments.apps "web"', 'patch', 'deployments', 'apps')).first()).toBeVisible()
  await expect(pods).toHaveCount(3)

  const told = await inspect(page, /^API server/)
  await expect(told).toContainText('Turned down')
  await expect(told).toContainText(why(`pods "${first}"`, 'delete', 'pods', ''))

  await actAs(page, 'kubernetes-admin')
  await page.getByRole('tab', { name: 'bindings.yaml' }).click()
  await retype(page, 'name: tom', '- { kind: User, name: jane }')
  await actAs(page, 'jane')
  await page.getByRole('tab', { name: 'web.yaml' }).click()
  await retype(page, 'replicas: 5', 'replicas: 4')
  await expect(pods).toHaveCount(4)
  await rightClick(page, new RegExp(`^Pod ${first}`))
  await choose(page, 'Delete this Pod')
  await expect(item(page, new RegExp(`^Pod ${first}`))).toHaveCount(0)
})
