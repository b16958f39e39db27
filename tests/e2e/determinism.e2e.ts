import { expect, test } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { openPage } from './page'

const scale = (replicas: number) => ({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas }) as const
const commands = [
  { at: 30_000, command: scale(5) },
  { at: 31_000, command: { type: 'power-off', node: 'node-2' } as const },
  { at: 90_000, command: { type: 'kill-container', namespace: 'default', pod: '', container: 'nginx' } as const },
  { at: 500_000, command: scale(9) },
]
const until = 560_000

test('the page computes the very run that Node computes: names, nodes and states are the same', async ({ page }) => {
  await openPage(page, 'paused')
  const played: { at: number; command: object }[] = []
  for (const { at, command } of commands) {
    await page.evaluate((ms) => window.kubarium.seek(ms), at)
    const pod = await page.evaluate(() => window.kubarium.state().pods.find((one) => one.ready)!.name)
    const whole = command.type === 'kill-container' ? { ...command, pod } : command
    played.push({ at, command: whole })
    await page.evaluate((what) => window.kubarium.dispatch(what), whole)
  }
  await page.evaluate((ms) => window.kubarium.seek(ms), until)
  const inPage = await page.evaluate(() =>
    window.kubarium.state().pods.map(({ name, node, state, ready }) => ({ name, node, state, ready })),
  )

  const args = ['scripts/run.mjs', 'tests/support/playOpening.ts', JSON.stringify(played), String(until)]
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' })
  const inNode = JSON.parse(printed) as typeof inPage
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  expect(inPage.toSorted(byName)).toEqual(inNode.toSorted(byName))
  expect(inPage.length).toBeGreaterThanOrEqual(9)
})
