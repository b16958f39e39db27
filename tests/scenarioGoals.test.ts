import { describe, expect, test, vi } from 'vitest'
import type { Goal } from '../src/lessons/goal'
import { absorb, emptyView, type View } from '../src/ui/readModel'
import type { Scenario } from '../src/ui/scenario'
import { loadScenario, shelf } from '../src/ui/scenarios'
import { watchGoals } from '../src/ui/goals/watch'
import type { Command } from '../src/world/command'
import type { Frame } from '../src/world/frame'
import { WorldSession } from '../src/world/session'

/** A change of one line in a file. */
const line = (scenario: Scenario, file: string, at: number, from: string, to: string): Command => {
  const lines = scenario.files.find(({ name }) => name === file)!.text.split('\n')
  expect(lines[at - 1]).toContain(from)
  lines[at - 1] = lines[at - 1]!.replace(from, to)
  return { type: 'apply', file, text: lines.join('\n') }
}

/** Of each scenario one way to its goals, as its lead tells it. */
const solutions: Readonly<Record<string, (scenario: Scenario) => readonly Command[]>> = {
  opening: (one) => [line(one, 'web.yaml', 6, '1', '3')],
  job: (one) => [line(one, 'api.yaml', 6, '0', '1')],
  'blue-green': (one) => [line(one, 'service.yaml', 7, 'shop-blue', 'shop-green')],
  'network-policy': (one) => [line(one, 'policy.yaml', 12, 'api', 'guest')],
  'disruption-budget': (one) => [
    { type: 'drain', node: 'node-1' },
    { type: 'uncordon', node: 'node-1' },
    line(one, 'cache.yaml', 6, '1', '2'),
    { type: 'drain', node: 'node-2' },
  ],
  'node-pool': (one) => [line(one, 'shop.yaml', 6, '2', '4')],
  preemption: (one) => [line(one, 'urgent.yaml', 6, '0', '1')],
  stateful: () => [
    { type: 'power-off', node: 'node-2' },
    { type: 'patch', kind: 'Node', namespace: '', name: 'node-2', patch: { spec: { taints: outOfService } } },
  ],
}
const outOfService = [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }]

/** The goals that are reached while each command has so long to take effect, virtual seconds. */
function reachedBy(scenario: Scenario, commands: readonly (Command | null)[], seconds: number): string[] {
  vi.useFakeTimers()
  const world = new WorldSession(scenario)
  let view: View = absorb(emptyView, world.seek(scenario.opensAt))
  const followers: ((frame: Frame) => void)[] = []
  const session = {
    follow: (one: (frame: Frame) => void) => (followers.push(one), () => undefined),
    get view() {
      return view
    },
  }
  const reached: string[] = []
  watchGoals(session, scenario.goals ?? [], ({ id }: Goal) => void reached.push(id))
  for (const command of commands) {
    if (command) world.dispatch(command)
    for (let i = 0; i < seconds; i++) {
      const frame = world.tick(view.now + 1000, () => true)
      view = absorb(view, frame)
      for (const follow of followers) follow(frame)
      vi.advanceTimersByTime(1000)
    }
  }
  vi.useRealTimers()
  return reached
}

describe.each(shelf.filter(({ goals }) => goals).map(({ id }) => id))('goals of %s', (id) => {
  test('are not reached by waiting, and all of them by what the scenario proposes', async () => {
    const scenario = (await loadScenario(id))!
    const ids = scenario.goals!.map((goal) => goal.id)
    expect(reachedBy(scenario, [null], 300)).toEqual([])
    expect(reachedBy(scenario, solutions[id]!(scenario), 200).sort()).toEqual(ids.sort())
  })
})
