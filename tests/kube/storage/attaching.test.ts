import { expect, test } from 'vitest'
import type { VolumeAttachment } from '../../../src/kube/kinds/volumeattachment/api'
import { apply, claim, pod, podOf, remove, run, storageWorld } from './support'

test('a disk that is being detached is not mounted by a pod that comes to its node just then', () => {
  const world = storageWorld()
  const on = (node: string) => ({ nodeSelector: { 'kubernetes.io/hostname': node } })
  apply(world, claim('data'))
  apply(world, pod('first', 'sleep 10000', on('node-1')))
  run(world, 10_000)
  const nodes = () => [...world.cluster.store.all('VolumeAttachment')].map((each) => (each as VolumeAttachment).spec.nodeName)
  expect(nodes()).toEqual(['node-1'])
  // node-4 lies in the zone of node-1, so that the disk can go there.
  world.dispatch({ type: 'add-node', zone: 'zone-a' })
  run(world, 5_000)
  apply(world, pod('waiting', 'sleep 10000', on('node-4')))
  run(world, 1_000)
  remove(world, 'Pod', 'first', 0)
  run(world, 100)
  expect(world.cluster.store.all('VolumeAttachment').next().value).toMatchObject({
    metadata: { deletionTimestamp: expect.any(String) },
    status: { attached: true },
  })
  apply(world, pod('late', 'sleep 10000', on('node-1')))
  run(world, 20_000)
  expect(nodes()).toEqual(['node-4'])
  expect(podOf(world, 'waiting')!.status.phase).toBe('Running')
  expect(podOf(world, 'late')!.status.phase).toBe('Pending')
})
