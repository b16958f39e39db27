import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../../src/kube/kinds/deployment/api'
import { rolledBack } from '../../../src/kube/kinds/deployment/revisions'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const web = (spec: object = {}, image = 'nginx:1.27') =>
  draft({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
      ...spec,
    },
  })

const current = ({ client }: ControlPlane) => client.get('Deployment', 'web', 'default')!
const sizes = ({ client }: ControlPlane) =>
  client.list('ReplicaSet').map((rs) => `${rs.metadata.annotations?.['deployment.kubernetes.io/revision']}:${rs.spec.replicas}`)
const condition = (plane: ControlPlane, type: string) => current(plane).status.conditions?.find((one) => one.type === type)
const ready = ({ client }: ControlPlane) =>
  client.list('Pod').filter((pod) => pod.status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True')).length
const scalings = (plane: ControlPlane) => plane.events('web').map((event) => event.replace(/web-\w+/, 'RS'))

function setImage(plane: ControlPlane, image: string) {
  const body = { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } }
  plane.client.patch('Deployment', current(plane), 'strategic', body)
}

describe('deployment', () => {
  test('makes a ReplicaSet of revision 1 and reports it complete', () => {
    const plane = controlPlane()
    plane.client.create(web())
    plane.run(5_000)
    const [rs] = plane.client.list('ReplicaSet')
    expect(rs!.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/)
    expect(rs!.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    })
    expect(current(plane).status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    })
    expect(condition(plane, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' })
    expect(condition(plane, 'Progressing')!.message).toBe(`ReplicaSet "${rs!.metadata.name}" has successfully progressed.`)
    expect(condition(plane, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' })
    expect(scalings(plane)).toEqual(['ScalingReplicaSet: Scaled up replica set RS from 0 to 3'])
  })

  test('rolls without ever having too few or too many pods', () => {
    const plane = controlPlane()
    plane.client.create(web({ replicas: 4 }))
    plane.run(5_000)
    setImage(plane, 'nginx:1.28')
    for (let i = 0; i < 800; i++) {
      plane.run(10)
      const wanted = plane.client.list('ReplicaSet').reduce((sum, rs) => sum + rs.spec.replicas, 0)
      expect(wanted).toBeLessThanOrEqual(5)
      expect(ready(plane)).toBeGreaterThanOrEqual(3)
    }
    expect(sizes(plane)).toEqual(['1:0', '2:4'])
    expect(scalings(plane)).toContain('ScalingReplicaSet: Scaled up replica set RS from 0 to 1')
    expect(condition(plane, 'Progressing')!.reason).toBe('NewReplicaSetAvailable')
  })

  test('undo brings the old ReplicaSet back under a new revision', () => {
    const plane = controlPlane()
    plane.client.create(web())
    plane.run(5_000)
    setImage(plane, 'nginx:1.28')
    plane.run(10_000)
    plane.client.update<Deployment>(rolledBack(current(plane), plane.client.owned('ReplicaSet', current(plane))))
    plane.run(10_000)
    expect(sizes(plane)).toEqual(['3:3', '2:0'])
    const [rs] = plane.client.list('ReplicaSet')
    expect(rs!.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1')
    expect(current(plane).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3')
    expect(() => rolledBack(current(plane), plane.client.owned('ReplicaSet', current(plane)), 9)).toThrow(
      'unable to find specified revision 9 in history',
    )
  })

  test('says so when the deadline passes, and keeps the old pods', () => {
    const plane = controlPlane()
    plane.client.create(web({ progressDeadlineSeconds: 30 }))
    plane.run(5_000)
    plane.kubelets.readyAfter = Infinity
    setImage(plane, 'nginx:none')
    plane.run(20_000)
    expect(condition(plane, 'Progressing')!.reason).toBe('ReplicaSetUpdated')
    plane.run(20_000)
    expect(condition(plane, 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
    expect(sizes(plane)).toEqual(['1:3', '2:1'])
    expect(ready(plane)).toBe(3)
  })

  test('Recreate waits until the old pods are gone', () => {
    const plane = controlPlane()
    plane.client.create(web({ strategy: { type: 'Recreate' } }))
    plane.run(5_000)
    setImage(plane, 'nginx:1.28')
    for (let i = 0; i < 500; i++) {
      plane.run(10)
      expect(new Set(plane.client.list('Pod').map((pod) => pod.spec.containers[0]!.image)).size).toBeLessThanOrEqual(1)
    }
    expect(sizes(plane)).toEqual(['1:0', '2:3'])
  })

  test('paused: neither rolls nor times out, resumed: rolls', () => {
    const plane = controlPlane()
    plane.client.create(web({ progressDeadlineSeconds: 10 }))
    plane.run(5_000)
    plane.client.patch('Deployment', current(plane), 'merge', { spec: { paused: true } })
    setImage(plane, 'nginx:1.28')
    plane.run(60_000)
    expect(sizes(plane)).toEqual(['1:3'])
    expect(condition(plane, 'Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    })
    plane.client.patch('Deployment', current(plane), 'merge', { spec: { paused: false } })
    plane.run(10_000)
    expect(sizes(plane)).toEqual(['1:0', '2:3'])
  })

  test('keeps only as many old ReplicaSets as it may', () => {
    const plane = controlPlane()
    plane.client.create(web({ revisionHistoryLimit: 1 }))
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) {
      plane.run(10_000)
      setImage(plane, image)
    }
    plane.run(20_000)
    expect(sizes(plane)).toEqual(['3:0', '4:3'])
  })

  test('scaling changes the size and nothing else', () => {
    const plane = controlPlane()
    plane.client.create(web())
    plane.run(5_000)
    plane.client.scale('Deployment', current(plane), 6)
    plane.run(5_000)
    plane.client.scale('Deployment', current(plane), 1)
    plane.run(5_000)
    expect(sizes(plane)).toEqual(['1:1'])
    expect(scalings(plane).slice(1)).toEqual([
      'ScalingReplicaSet: Scaled up replica set RS from 3 to 6',
      'ScalingReplicaSet: Scaled down replica set RS from 6 to 1',
    ])
  })

  test('shrunk in the middle of a stuck rollout, each ReplicaSet gives its share, and the pods that work are kept', () => {
    const plane = controlPlane()
    plane.client.create(
      web({ replicas: 6, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } } }),
    )
    plane.run(5_000)
    plane.kubelets.readyAfter = Infinity
    setImage(plane, 'nginx:none')
    plane.run(5_000)
    expect(sizes(plane)).toEqual(['1:5', '2:3'])
    plane.client.scale('Deployment', current(plane), 3)
    plane.run(5_000)
    expect(sizes(plane)).toEqual(['1:2', '2:3'])
    expect(ready(plane)).toBe(2)
  })

  test('adopts the ReplicaSets of a Deployment that was deleted without them', () => {
    const plane = controlPlane()
    plane.client.create(web())
    plane.run(5_000)
    const before = plane.client.list('Pod').map((pod) => pod.metadata.name)
    plane.client.delete('Deployment', current(plane), { propagationPolicy: 'Orphan' })
    plane.run(5_000)
    expect(plane.client.list('ReplicaSet')[0]!.metadata.ownerReferences).toBeUndefined()
    plane.client.create(web())
    plane.run(5_000)
    expect(plane.client.list('Pod').map((pod) => pod.metadata.name)).toEqual(before)
    expect(condition(plane, 'Progressing')!.reason).toMatch(/NewReplicaSetAvailable|FoundNewReplicaSet/)
  })

  test('comes to rest', () => {
    const plane = controlPlane()
    plane.client.create(web())
    plane.run(20_000)
    const { length } = plane.kernel.trace
    plane.run(60_000)
    expect(plane.kernel.trace.since(length).map(({ verb, from, subject }) => `${verb} ${from} ${subject}`)).toEqual([])
  })

  test('the same seed gives the same run, also from a keyframe', () => {
    const play = (seed: number, rewind: boolean) => {
      const plane = controlPlane({ seed })
      plane.client.create(web())
      plane.run(700)
      const keyframe = plane.kernel.save()
      setImage(plane, 'nginx:1.28')
      plane.run(4_000)
      if (rewind) {
        plane.kernel.load(keyframe)
        setImage(plane, 'nginx:1.28')
        plane.run(4_000)
      }
      return plane.kernel.trace.since(0).map(({ at, verb, from, subject, note }) => `${at} ${verb} ${from} ${subject} ${note}`)
    }
    expect(play(7, false)).toEqual(play(7, false))
    expect(play(7, true)).toEqual(play(7, false))
    expect(play(7, false)).not.toEqual(play(8, false))
  })
})
