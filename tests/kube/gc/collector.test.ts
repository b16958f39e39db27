import { describe, expect, test } from 'vitest'
import { controlPlane, draft } from '../../support/controlPlane'

const owned = (name: string, owner?: { name: string; uid: string; block?: boolean }, finalizers?: string[]) =>
  draft({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: 'default',
      finalizers,
      ...(owner && {
        ownerReferences: [
          { apiVersion: 'v1', kind: 'ConfigMap', name: owner.name, uid: owner.uid, blockOwnerDeletion: owner.block },
        ],
      }),
    },
  })

function family(block = true) {
  const plane = controlPlane()
  const { client } = plane
  const { uid } = client.create(owned('parent')).metadata
  const child = client.create(owned('child', { name: 'parent', uid, block })).metadata
  client.create(owned('grandchild', { name: 'child', uid: child.uid, block }))
  plane.run(1_000)
  const names = () =>
    client
      .list('ConfigMap', { namespace: 'default' })
      .map((one) => one.metadata.name)
      .filter((name) => name !== 'kube-root-ca.crt')
  return { plane, client, names, parent: { metadata: { name: 'parent', namespace: 'default' } } }
}

describe('garbage collector', () => {
  test('background: the owner goes at once, what it owned follows', () => {
    const { plane, client, names, parent } = family()
    client.delete('ConfigMap', parent, { propagationPolicy: 'Background' })
    expect(names()).toEqual(['child', 'grandchild'])
    plane.run(1_000)
    expect(names()).toEqual([])
  })

  test('foreground: the owner waits for what it owns', () => {
    const { plane, client, names, parent } = family()
    client.patch('ConfigMap', { metadata: { name: 'grandchild', namespace: 'default' } }, 'merge', {
      metadata: { finalizers: ['kubarium.dev/hold'] },
    })
    client.delete('ConfigMap', parent, { propagationPolicy: 'Foreground' })
    plane.run(1_000)
    expect(names()).toEqual(['parent', 'child', 'grandchild'])
    expect(client.get('ConfigMap', 'child', 'default')!.metadata).toMatchObject({ finalizers: ['foregroundDeletion'] })
    client.patch('ConfigMap', { metadata: { name: 'grandchild', namespace: 'default' } }, 'merge', {
      metadata: { finalizers: null },
    })
    plane.run(1_000)
    expect(names()).toEqual([])
  })

  test('foreground does not wait for those that do not block', () => {
    const { plane, client, names, parent } = family(false)
    client.delete('ConfigMap', parent, { propagationPolicy: 'Foreground' })
    plane.run(1_000)
    expect(names()).toEqual([])
  })

  test('orphan: what it owned stays and forgets it', () => {
    const { plane, client, names, parent } = family()
    client.delete('ConfigMap', parent, { propagationPolicy: 'Orphan' })
    plane.run(1_000)
    expect(names()).toEqual(['child', 'grandchild'])
    expect(client.get('ConfigMap', 'child', 'default')!.metadata.ownerReferences).toBeUndefined()
  })

  test('an owner that never was: the object goes; one of two owners gone: it stays', () => {
    const { plane, client, names } = family()
    client.create(owned('stray', { name: 'nobody', uid: 'none' }))
    const parent = client.get('ConfigMap', 'parent', 'default')!
    const two = owned('two', { name: 'parent', uid: parent.metadata.uid })
    const lost = { apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'none' }
    client.create({ ...two, metadata: { ...two.metadata, ownerReferences: [...two.metadata.ownerReferences!, lost] } })
    plane.run(1_000)
    expect(names()).toEqual(['parent', 'child', 'grandchild', 'two'])
    expect(client.get('ConfigMap', 'two', 'default')!.metadata.ownerReferences).toHaveLength(1)
  })

  test('what happened while it was down is found when it is back', () => {
    const { plane, client, names, parent } = family()
    for (const one of plane.processes) one.stop()
    client.delete('ConfigMap', parent, { propagationPolicy: 'Background' })
    plane.run(5_000)
    expect(names()).toEqual(['child', 'grandchild'])
    for (const one of plane.processes) one.start()
    plane.run(1_000)
    expect(names()).toEqual([])
  })
})

describe('pod garbage collector', () => {
  test('forgets finished pods beyond the threshold, and pods of nodes that are gone', () => {
    const plane = controlPlane({ podGc: { threshold: 1 } })
    for (const name of ['a', 'b', 'c']) {
      const spec = { containers: [{ name: 'c', image: 'busybox' }] }
      plane.client.create(draft({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec }))
    }
    plane.run(1_000)
    for (const name of ['a', 'b']) {
      const pod = plane.client.get('Pod', name, 'default')!
      plane.client.updateStatus({ ...pod, status: { phase: 'Succeeded' } } as typeof pod)
    }
    plane.run(20_000)
    expect(plane.client.list('Pod').map((pod) => pod.metadata.name)).toEqual(['b', 'c'])
    const node = plane.client.get('Pod', 'c', 'default')!.spec.nodeName!
    plane.kubelets.silent.add(node)
    plane.client.delete('Node', { metadata: { name: node } })
    plane.run(50_000)
    expect(plane.client.get('Pod', 'c', 'default')).toBeDefined()
    plane.run(40_000)
    expect(plane.client.get('Pod', 'c', 'default')).toBeUndefined()
  })
})
