import { expect, test } from 'vitest'
import { requesting, schedulerWorld } from '../../support/schedulerWorld'

const trouble = (seed: number) => {
  const world = schedulerWorld({}, seed)
  for (let i = 0; i < 5; i++)
    world.addNode(`node-${i}`, { allocatable: { cpu: '1' }, labels: { 'topology.kubernetes.io/zone': `z${i % 2}` } })
  for (let i = 0; i < 40; i++) {
    const labels = { app: `app-${i % 3}` }
    const topologySpreadConstraints = i % 4 ? [] : [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels } }] // prettier-ignore
    world.addPod(
      `pod-${i}`,
      { ...requesting({ cpu: `${50 + (i % 5) * 40}m` }), topologySpreadConstraints, priority: i % 2 },
      { labels },
    )
  }
  return world
}
const digest = (world: ReturnType<typeof schedulerWorld>) =>
  JSON.stringify([[...world.store.all('Pod')], [...world.store.all('Event')]])

test('from a keyframe in the midst of it all comes the same future', () => {
  const world = trouble(7)
  for (const at of [10, 25, 60, 90, 130]) {
    world.kernel.advance(at)
    const frame = world.kernel.save()
    world.kernel.advance(at + 20_000)
    const future = digest(world)
    const glance = world.scheduler.view()
    world.kernel.load(frame)
    world.kernel.advance(at + 20_000)
    expect(digest(world)).toBe(future)
    expect(world.scheduler.view()).toEqual(glance)
    world.kernel.load(frame)
  }
})

test('same seed, same run; another seed, other ties', () => {
  const play = (seed: number) => {
    const world = trouble(seed)
    world.run(5_000)
    return digest(world)
  }
  expect(play(3)).toBe(play(3))
  expect(play(3)).not.toBe(play(4))
})
