import { describe, expect, test } from 'vitest'
import { createClient } from '../../src/ui/client'
import type { Frame } from '../../src/world/frame'
import { fakeWorld } from './fakeWorld'

function linked() {
  const world = fakeWorld()
  const frames: Frame[] = []
  const client = createClient(
    world,
    (frame) => frames.push(frame),
    () => undefined,
  )
  return { world, frames, client }
}

describe('client', () => {
  test('every request has a number of its own, in order', async () => {
    const { client, world } = linked()
    await client.start({ seed: 1, nodes: 3 })
    await client.tick(500, 10)
    await client.seek(200)
    expect(world.asked.map(({ type, id }) => [type, id])).toEqual([
      ['start', 1],
      ['tick', 2],
      ['seek', 3],
    ])
  })

  test('a frame that was overtaken by a seek is dropped', async () => {
    const { client, world, frames } = linked()
    world.hold = true
    const late = client.tick(900, 10)
    const seek = client.seek(100)
    world.release()
    await Promise.all([late, seek])
    expect(frames.map(({ now }) => now)).toEqual([100])
  })

  test('one tick is under way until it is answered', async () => {
    const { client, world } = linked()
    world.hold = true
    const tick = client.tick(900, 10)
    expect(client.ticking).toBe(true)
    world.release()
    await tick
    expect(client.ticking).toBe(false)
  })

  test('a refusal is thrown with the words of the cluster', async () => {
    const { client } = linked()
    const command = { type: 'delete', kind: 'Pod', namespace: 'default', name: 'ghost' } as const
    await expect(client.dispatch(command)).rejects.toThrow('Pod "ghost" not found')
  })
})
