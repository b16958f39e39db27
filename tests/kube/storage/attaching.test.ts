import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kube/kinds/node/api'
import type { VolumeAttachment } from '../../../src/kube/kinds/volumeattachment/api'
import type { World } from '../../../src/world/world'
import { apply, claim, claimOf, get, lines, pod, podOf, remove, run, storageWorld, volumes } from './support'

const on = (node: string) => ({ nodeSelector: { 'kubernetes.io/hostname': node } })
const attachments = (world: World) => [...world.cluster.store.all('VolumeAttachment')] as VolumeAttachment[]
const nodesOf = (world: World) => attachments(world).map(({ spec }) => spec.nodeName)
const statusOf = (world: World, node: string) => get<Node>(world, 'Node', node)!.status!
/** As the status of a node names the one volume there is. */
const disk = (world: World) => {
  const { driver, volumeHandle } = volumes(world)[0]!.spec.csi!
  return `kubernetes.io/csi/${driver}^${volumeHandle}`
}
/** Runs until something is so, for a minute at most. */
const until = (world: World, isSo: () => boolean) => {
  for (let step = 0; step < 1200 && !isSo(); step++) run(world, 50)
  expect(isSo()).toBe(true)
}

/** A pod writes to a disk on node-1, and another one waits for that disk on node-4, in the same zone. */
const contested = () => {
  const world = storageWorld()
  apply(world, claim('data'))
  apply(world, pod('first', 'echo x >> /data/log; sleep 10000', on('node-1')))
  run(world, 20_000)
  expect(nodesOf(world)).toEqual(['node-1'])
  world.dispatch({ type: 'add-node', zone: 'zone-a' })
  run(world, 5_000)
  apply(world, pod('second', 'cat /data/log; sleep 10000', on('node-4')))
  run(world, 1_000)
  return world
}

test('a disk is mounted when its node has said that it is in use, and was told that it is attached', () => {
  const world = storageWorld()
  const told: (readonly [inUse: boolean, attached: boolean, running: boolean])[] = []
  const first = (name: string) => podOf(world, name)?.status.containerStatuses?.[0]?.state?.running !== undefined
  let writes = 0
  world.cluster.store.onChange(({ object }) => {
    if (object.kind === 'Node' && object.metadata.name === 'node-1') writes++
    const { volumesInUse = [], volumesAttached = [] } = statusOf(world, 'node-1')
    const now = [volumesInUse.length > 0, volumesAttached.length > 0, first('p')] as const
    if (JSON.stringify(now) !== JSON.stringify(told.at(-1))) told.push(now)
  })
  apply(world, claim('data'))
  apply(world, pod('p', 'sleep 10000', on('node-1')))
  run(world, 20_000)
  const states = told.map(([inUse, attached, running]) => `${inUse} ${attached} ${running}`)
  expect(states).toContain('true true false')
  expect(states).toContain('true true true')
  expect(states).not.toContain('true false true')
  expect(states).not.toContain('false true true')
  expect(statusOf(world, 'node-1')).toMatchObject({
    volumesInUse: [disk(world)],
    volumesAttached: [{ name: disk(world), devicePath: '' }],
  })
  // A status says it with the next beat: that it is in use, that it is attached, and which images came; at rest there is nothing to say.
  expect(writes).toBeLessThanOrEqual(4)
  writes = 0
  run(world, 60_000)
  expect(writes).toBe(0)
  remove(world, 'Pod', 'p')
  until(world, () => attachments(world).length === 0)
  expect(statusOf(world, 'node-1')).not.toHaveProperty('volumesInUse')
  expect(statusOf(world, 'node-1')).not.toHaveProperty('volumesAttached')
})

test('a pod that is over uses its disk no more', () => {
  const world = storageWorld()
  apply(world, claim('data'))
  apply(world, pod('p', 'sleep 15', { restartPolicy: 'Never', ...on('node-1') }))
  run(world, 18_000)
  expect(statusOf(world, 'node-1').volumesInUse).toEqual([disk(world)])
  run(world, 30_000)
  expect(podOf(world, 'p')!.status.phase).toBe('Succeeded')
  expect(statusOf(world, 'node-1')).not.toHaveProperty('volumesInUse')
  expect(attachments(world)).toEqual([])
  expect(claimOf(world)!.status.phase).toBe('Bound')
})

test('a disk that is being detached is not mounted by a pod that comes to its node just then', () => {
  const world = contested()
  remove(world, 'Pod', 'first', 0)
  until(world, () => attachments(world)[0]?.metadata.deletionTimestamp !== undefined)
  expect(attachments(world)[0]!.status).toMatchObject({ attached: true })
  expect(statusOf(world, 'node-1')).not.toHaveProperty('volumesAttached')
  apply(world, pod('late', 'sleep 10000', on('node-1')))
  run(world, 20_000)
  expect(nodesOf(world)).toEqual(['node-4'])
  expect(podOf(world, 'second')!.status.phase).toBe('Running')
  expect(podOf(world, 'late')!.status.phase).toBe('Pending')
})

describe('a disk that is in use', () => {
  test('stays where it is, although the node counts as healthy, until its kubelet has heard and stopped the pod', () => {
    const world = contested()
    world.dispatch({ type: 'cut', node: 'node-1' })
    remove(world, 'Pod', 'first', 0)
    run(world, 30_000)
    expect(statusOf(world, 'node-1').conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True')
    expect(nodesOf(world)).toEqual(['node-1'])
    world.dispatch({ type: 'mend', node: 'node-1' })
    run(world, 40_000)
    expect(nodesOf(world)).toEqual(['node-4'])
    expect(lines(world, 'second')).toEqual(['x'])
  })

  test('is taken from a node that is not well after six minutes, and not before', () => {
    const world = contested()
    world.dispatch({ type: 'cut', node: 'node-1' })
    remove(world, 'Pod', 'first', 0)
    run(world, 355_000)
    expect(nodesOf(world)).toEqual(['node-1'])
    run(world, 25_000)
    expect(nodesOf(world)).toEqual(['node-4'])
    expect(podOf(world, 'second')!.status.phase).toBe('Running')
  })

  test('is taken after six minutes whatever the fraction of a millisecond at which it came to be unwanted', () => {
    for (const fraction of [0.3, 0.8]) {
      const world = contested()
      world.advance(world.now + 400_000 + fraction)
      world.dispatch({ type: 'cut', node: 'node-1' })
      run(world, 60_000.1)
      world.dispatch({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'first', force: true })
      run(world, 380_000)
      expect(nodesOf(world)).toEqual(['node-4'])
    }
  })

  test('is taken from a node that was deleted after six minutes, and not before', () => {
    const world = contested()
    world.dispatch({ type: 'remove-node', node: 'node-1' })
    remove(world, 'Pod', 'first', 0)
    run(world, 355_000)
    expect(nodesOf(world)).toEqual(['node-1'])
    run(world, 25_000)
    expect(nodesOf(world)).toEqual(['node-4'])
  })
})

test('of a node that is not well a disk is taken at once that it never said to use', () => {
  const world = contested()
  // It dies before the disk has come.
  world.dispatch({ type: 'power-off', node: 'node-4' })
  remove(world, 'Pod', 'first', 0)
  until(world, () => nodesOf(world)[0] === 'node-4')
  expect(statusOf(world, 'node-4')).not.toHaveProperty('volumesInUse')
  run(world, 60_000)
  remove(world, 'Pod', 'second', 0)
  run(world, 3_000)
  expect(nodesOf(world)).toEqual([])
})

test('while nobody answers no disk is mounted', () => {
  const world = storageWorld()
  apply(world, claim('data'))
  apply(world, pod('p', 'sleep 10000', on('node-1')))
  until(world, () => attachments(world).length === 1)
  world.dispatch({ type: 'stop', part: 'apiserver' })
  run(world, 90_000)
  expect(lines(world, 'p')).toEqual([])
  expect(world.cluster.exec('default', 'p', 'c', ['true'])).toBeUndefined()
  world.dispatch({ type: 'start', part: 'apiserver' })
  run(world, 60_000)
  expect(world.cluster.exec('default', 'p', 'c', ['true'])).toMatchObject({ code: 0 })
})
