import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judge } from './judge'
import { complaintsOf, missingKinds } from './replay'
import { play } from './play'
import { readScenarios } from './scenario'

const scenarios = readScenarios(fileURLToPath(new URL('./scenarios', import.meta.url)))

describe('a cluster does what a real one did', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
    expect(missingKinds(scenario)).toEqual([])
    expect(complaintsOf(scenario)).toEqual([])
  })
})

describe('the judge', () => {
  const scenario = scenarios.find(({ name }) => name === 'deploy-rolling-default')!
  const got = play(scenario)
  const serves = () => true

  test('notices what is missing, what is too much, and what differs', () => {
    const final = { ...got.final, deployments: {}, services: { web: {} } }
    const places = judge(scenario, { ...got, final, events: [], rollouts: {} }, serves).map(
      (complaint) => complaint.split(':')[0],
    )
    expect(places).toEqual(expect.arrayContaining(['final/deployments/web', 'final/services', 'events[]', 'rollouts/web/last']))
  })

  test('looks at pods as a set and at their number', () => {
    const pods = (got.final['pods'] as { count: number }[]).map((pod) => ({ ...pod, count: pod.count + 1 }))
    expect(judge(scenario, { ...got, final: { ...got.final, pods } }, serves)).toHaveLength(1)
    expect(judge(scenario, { ...got, final: { ...got.final, pods: [] } }, serves)).toHaveLength(1)
  })

  test('leaves out what varied between recordings and kinds that are not served', () => {
    const final = { ...got.final, deployments: {} }
    expect(judge({ ...scenario, varies: { 'final/deployments': [] } }, { ...got, final }, serves)).toEqual([])
    expect(judge(scenario, { ...got, final }, (kind) => kind !== 'Deployment')).toEqual([])
  })
})
