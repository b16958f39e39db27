import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { PodDisruptionBudget } from '../../../src/kube/kinds/poddisruptionbudget/api'
import { isReady } from '../../../src/kube/workload/pods'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'
import { clusterWith, deploymentYaml, run } from '../../support/cluster'

const budget = (spec: object, name = 'web'): Draft =>
  draft({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  })

const deployment = (replicas: number): Draft =>
  draft({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })

const statusOf = (plane: ControlPlane, name = 'web') =>
  (plane.client.get('PodDisruptionBudget', name, 'default') as PodDisruptionBudget).status

const podsOf = (plane: ControlPlane): Pod[] =>
  plane.client.list('Pod', { namespace: 'default' }).filter((pod) => !pod.metadata.deletionTimestamp)

function refusal(act: () => void): ApiError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  return undefined
}

describe('the disruption controller', () => {
  test('counts what the Deployment asks for, not its ReplicaSet', () => {
    const plane = controlPlane()
    plane.client.create(deployment(4))
    plane.client.create(budget({ maxUnavailable: '25%' }))
    plane.run(5_000)
    expect(statusOf(plane)).toMatchObject({
      expectedPods: 4,
      desiredHealthy: 3,
      currentHealthy: 4,
      disruptionsAllowed: 1,
      observedGeneration: 1,
      conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', message: '', observedGeneration: 1 }],
    })
  })

  test('without pods, says so and allows nothing', () => {
    const plane = controlPlane()
    plane.client.create(budget({ minAvailable: 1 }))
    plane.run(1_000)
    expect(statusOf(plane)).toMatchObject({
      expectedPods: 0,
      disruptionsAllowed: 0,
      conditions: [{ status: 'False', reason: 'InsufficientPods' }],
    })
    expect(plane.events('web')).toEqual(['NoPods: No matching pods found'])
  })

  test('pods that nobody makes, and pods whose maker cannot be scaled', () => {
    const plane = controlPlane()
    const pod = (name: string, owner?: object) =>
      draft({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default', labels: { app: 'web' }, ...(owner && { ownerReferences: [owner] }) },
        spec: { containers: [{ name: 'c', image: 'nginx' }] },
      })
    plane.client.create(pod('alone'))
    plane.client.create(budget({ maxUnavailable: 1 }))
    plane.run(2_000)
    expect(plane.events('web').at(-1)).toMatch(
      /^UnmanagedPods: Pods selected by this PodDisruptionBudget \(selector: app=web\) were found to be unmanaged\./,
    )
    const node = { apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: plane.client.get('Node', 'node-1')!.metadata.uid }
    plane.client.create(pod('owned', { ...node, controller: true }))
    plane.run(2_000)
    const why = 'nodes does not implement the scale subresource'
    expect(plane.events('web')).toContain(
      `CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: ${why}`,
    )
    expect(statusOf(plane)).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: why }],
    })
    const failed = refusal(() => plane.client.evict(plane.client.get('Pod', 'alone', 'default')!))
    expect(failed?.details.causes?.[0]?.message).toBe(
      `The disruption budget web does not allow evicting pods currently because it failed sync: ${why}`,
    )
  })

  test('a pod that was let go and does not go counts again after two minutes', () => {
    const plane = controlPlane()
    plane.client.create(deployment(2))
    plane.client.create(budget({ minAvailable: 1 }))
    plane.run(5_000)
    const [pod] = podsOf(plane)
    // The eviction was charged, but the delete that should follow got lost.
    const now = plane.client.get('PodDisruptionBudget', 'web', 'default')!
    const time = '2026-01-01T00:00:05Z'
    plane.client.updateStatus({
      ...now,
      status: { ...now.status, disruptionsAllowed: 0, disruptedPods: { [pod!.metadata.name]: time } },
    })
    plane.client.patch('Pod', pod!, 'merge', { metadata: { annotations: { a: 'b' } } })
    plane.run(10_000)
    expect(statusOf(plane)).toMatchObject({
      currentHealthy: 1,
      disruptionsAllowed: 0,
      disruptedPods: { [pod!.metadata.name]: time },
    })
    plane.run(125_000)
    expect(statusOf(plane)).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 1 })
    expect(statusOf(plane).disruptedPods).toBeUndefined()
    expect(plane.events(pod!.metadata.name)).toContain(
      "NotDeleted: Pod was expected by PDB default/web to be deleted but it wasn't",
    )
  })

  test('the mark of a disruption that did not come is taken off', () => {
    const plane = controlPlane()
    plane.client.create(deployment(1))
    plane.run(3_000)
    const [pod] = podsOf(plane)
    const mark = {
      type: 'DisruptionTarget',
      status: 'True' as const,
      reason: 'PreemptionByScheduler',
      lastTransitionTime: '2026-01-01T00:00:03Z',
    }
    plane.client.updateStatus<Pod>({ ...pod!, status: { ...pod!.status, conditions: [...(pod!.status.conditions ?? []), mark] } })
    plane.run(60_000)
    const status = () => podsOf(plane)[0]!.status.conditions!.find(({ type }) => type === 'DisruptionTarget')!.status
    expect(status()).toBe('True')
    plane.run(61_000)
    expect(status()).toBe('False')
  })
})

describe('an eviction', () => {
  const guarded = (replicas: number, spec: object): ControlPlane => {
    const plane = controlPlane()
    plane.client.create(deployment(replicas))
    plane.client.create(budget(spec))
    plane.run(5_000)
    return plane
  }

  test('is charged to the budget at once, and the next one refused', () => {
    const plane = guarded(3, { minAvailable: 2 })
    const [first, second] = podsOf(plane)
    plane.client.evict(first!)
    expect(statusOf(plane)).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { [first!.metadata.name]: expect.any(String) as string },
    })
    expect(plane.client.get('Pod', first!.metadata.name, 'default')?.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }),
    )
    const error = refusal(() => plane.client.evict(second!))!
    expect(error.status).toMatchObject({
      code: 429,
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ reason: 'DisruptionBudget' }] },
    })
    plane.run(5_000)
    expect(refusal(() => plane.client.evict(second!))).toBeUndefined()
  })

  test('says how many pods the budget needs', () => {
    const plane = guarded(2, { minAvailable: 2 })
    const error = refusal(() => plane.client.evict(podsOf(plane)[0]!))!
    expect(error.details.causes?.[0]?.message).toBe('The disruption budget web needs 2 healthy pods and has 2 currently')
  })

  test('of a pod with two budgets is an error of the server', () => {
    const plane = guarded(2, { minAvailable: 1 })
    plane.client.create(budget({ minAvailable: 1 }, 'second'))
    plane.run(1_000)
    const error = refusal(() => plane.client.evict(podsOf(plane)[0]!))!
    expect([error.code, error.message]).toEqual([
      500,
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ])
  })

  test('a budget that was changed a moment ago is waited for', () => {
    const plane = guarded(3, { minAvailable: 2 })
    plane.client.patch('PodDisruptionBudget', { metadata: { name: 'web', namespace: 'default' } }, 'merge', {
      spec: { minAvailable: 1 },
    })
    const error = refusal(() => plane.client.evict(podsOf(plane)[0]!))!
    expect(error.details).toMatchObject({
      retryAfterSeconds: 10,
      causes: [{ message: 'The disruption budget web is still being processed by the server.' }],
    })
  })

  test('a pod that does not serve may go while the rest keep the budget, or always if the budget says so', () => {
    const plane = guarded(2, { minAvailable: 2 })
    const [pod] = podsOf(plane)
    const unready = (each: Pod): Pod => ({
      ...each,
      status: {
        ...each.status,
        conditions: each.status.conditions!.map((one) => (one.type === 'Ready' ? { ...one, status: 'False' as const } : one)),
      },
    })
    const broken = plane.client.updateStatus(unready(pod!))
    plane.run(1_000)
    expect(refusal(() => plane.client.evict(broken))?.code).toBe(429)
    plane.client.patch('PodDisruptionBudget', { metadata: { name: 'web', namespace: 'default' } }, 'merge', {
      spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    })
    plane.run(1_000)
    expect(refusal(() => plane.client.evict(broken))).toBeUndefined()
  })
})

test('whatever is evicted and however fast: the budget holds', () => {
  const spec = fc.oneof(
    fc.record({ minAvailable: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ minAvailable: fc.constantFrom('0%', '30%', '50%', '75%', '100%') }),
    fc.record({ maxUnavailable: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ maxUnavailable: fc.constantFrom('0%', '30%', '50%', '100%') }),
  )
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ evict: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ run: fc.integer({ min: 1, max: 3_000 }) }) },
  )
  let evicted = 0
  let refused = 0
  const check = (replicas: number, wanted: object, steps: readonly ({ evict: number } | { run: number })[]) => {
    const plane = controlPlane()
    plane.client.create(deployment(replicas))
    plane.client.create(budget(wanted))
    plane.run(6_000)
    const { desiredHealthy } = statusOf(plane)
    const healthy = () => podsOf(plane).filter(isReady).length
    for (const what of steps) {
      if ('run' in what) {
        plane.run(what.run)
        continue
      }
      const pods = podsOf(plane).filter(isReady)
      if (pods.length === 0) continue
      const before = healthy()
      if (refusal(() => plane.client.evict(pods[what.evict % pods.length]!))) refused++
      else {
        evicted++
        expect(before - 1).toBeGreaterThanOrEqual(desiredHealthy)
      }
      expect(healthy()).toBeGreaterThanOrEqual(Math.min(before, desiredHealthy))
    }
  }
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), spec, fc.array(step, { minLength: 1, maxLength: 12 }), check), {
    numRuns: 60,
    seed: 3,
  })
  expect(evicted).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(50)
})

test('a drain waits for the budget, asking again every five seconds', () => {
  const yaml = `${deploymentYaml('web', 2)}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  minAvailable: 2
  selector: { matchLabels: { app: web } }
`
  const world = clusterWith(yaml, { nodes: 2 })
  const pods = ([...world.cluster.store.all('Pod')] as Pod[]).filter((pod) => pod.spec.nodeName === 'node-1')
  expect(pods).toHaveLength(1)
  const name = pods[0]!.metadata.name
  const from = world.now
  const { exit, out, err } = run(world, 'drain node-1 --timeout=12s')
  expect(world.now - from).toBeGreaterThanOrEqual(12_000)
  expect(exit).toBe(1)
  expect(out).toEqual(['node/node-1 cordoned', ...Array(4).fill(`evicting pod default/${name}`)].slice(0, out.length))
  const again = `error when evicting pods/"${name}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`
  const failure = `error when evicting pods/"${name}" -n "default": global timeout reached: 12s`
  expect(err).toEqual([
    again,
    again,
    again,
    `There are pending pods in node "node-1" when an error occurred: ${failure}`,
    `pod/${name}`,
    `error: unable to drain node "node-1" due to error: ${failure}, continuing command...`,
    'There are pending nodes to be drained:',
    ' node-1',
    `error: ${failure}`,
  ])
  world.dispatch({ type: 'apply', file: 'more.yaml', text: yaml.replace('replicas: 2', 'replicas: 3') })
  world.advance(world.now + 5_000)
  const second = run(world, 'drain node-1')
  expect(second.exit).toBe(0)
  expect(second.out).toEqual([
    'node/node-1 already cordoned',
    `evicting pod default/${name}`,
    `pod/${name} evicted`,
    'node/node-1 drained',
  ])
})
