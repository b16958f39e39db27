import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../src/kube/kinds/deployment/api'
import { actingAs } from '../../src/world/command'
import type { World } from '../../src/world/world'
import { digest, pods, seconds, webYaml, worldWith } from '../support/world'

const web = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
const run = (world: World, count: number) => world.advance(world.now + seconds(count))
const imageOf = (world: World) =>
  (world.cluster.store.get('Deployment', 'default/web') as Deployment).spec.template.spec.containers[0]!.image
const own = (world: World) => pods(world).filter((pod) => pod.metadata.namespace === 'default')

const cronYaml = `apiVersion: batch/v1
kind: CronJob
metadata: { name: tidy }
spec:
  schedule: '0 0 1 1 *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: tidy, image: busybox, command: [sh, -c, 'echo done'] }]
`

describe('what is done to workloads', () => {
  test('restart makes every pod anew, and undo brings back the revision before', () => {
    const world = worldWith(webYaml(2))
    run(world, 30)
    const before = own(world).map(({ metadata }) => metadata.uid)
    world.dispatch({ type: 'restart', ...web })
    run(world, 60)
    expect(own(world)).toHaveLength(2)
    expect(own(world).filter(({ metadata }) => before.includes(metadata.uid))).toEqual([])

    world.dispatch({ type: 'set-image', ...web, container: 'web', image: 'nginx:1.28' })
    run(world, 60)
    expect(imageOf(world)).toBe('nginx:1.28')
    world.dispatch({ type: 'undo', ...web })
    run(world, 60)
    expect(imageOf(world)).toBe('nginx:1.27')
    expect(own(world).map((pod) => pod.spec.containers[0]!.image)).toEqual(['nginx:1.27', 'nginx:1.27'])
  })

  test('undo without a history, and of what has none, is refused in the words of kubectl', () => {
    const world = worldWith(webYaml(1) + `---\n${cronYaml}`)
    run(world, 5)
    expect(() => world.dispatch({ type: 'undo', ...web })).toThrow('no rollout history found for deployment "web"')
    expect(() => world.dispatch({ type: 'undo', kind: 'CronJob', namespace: 'default', name: 'tidy' })).toThrow(
      'no rollbacker has been implemented for "CronJob"',
    )
    expect(() => world.dispatch({ type: 'restart', ...web, name: 'none' })).toThrow('deployments.apps "none" not found')
  })

  test('undo brings back what a StatefulSet and a DaemonSet were', () => {
    for (const kind of ['StatefulSet', 'DaemonSet']) {
      const text = webYaml(1).replace('kind: Deployment', `kind: ${kind}`)
      const world = worldWith(kind === 'DaemonSet' ? text.replace('  replicas: 1\n', '') : text, { nodes: 1 })
      run(world, 30)
      world.dispatch({ type: 'set-image', ...web, kind, container: '*', image: 'nginx:1.28' })
      run(world, 60)
      expect(own(world)[0]!.spec.containers[0]!.image).toBe('nginx:1.28')
      world.dispatch({ type: 'undo', ...web, kind })
      run(world, 60)
      expect(own(world).map((pod) => pod.spec.containers[0]!.image)).toEqual(['nginx:1.27'])
    }
  })

  test('a paused Deployment waits with its rollout, and says so', () => {
    const world = worldWith(webYaml(1))
    run(world, 30)
    world.dispatch({ type: 'pause', ...web })
    expect(() => world.dispatch({ type: 'pause', ...web })).toThrow('deployments.apps "web" is already paused')
    expect(() => world.dispatch({ type: 'restart', ...web })).toThrow(/can't restart paused deployment/)
    expect(world.frame(true, null).furniture!.owners.find(({ kind }) => kind === 'Deployment')?.resting).toBe(true)
    world.dispatch({ type: 'set-image', ...web, container: 'web', image: 'nginx:1.28' })
    run(world, 30)
    expect(own(world)[0]!.spec.containers[0]!.image).toBe('nginx:1.27')
    world.dispatch({ type: 'resume', ...web })
    run(world, 60)
    expect(own(world)[0]!.spec.containers[0]!.image).toBe('nginx:1.28')
  })

  test('a CronJob is suspended, resumed, and run by hand', () => {
    const world = worldWith(cronYaml)
    const tidy = { namespace: 'default', name: 'tidy' }
    world.dispatch({ type: 'suspend', kind: 'CronJob', ...tidy })
    world.dispatch({ type: 'resume', kind: 'CronJob', ...tidy })
    expect(() => world.dispatch({ type: 'pause', kind: 'CronJob', ...tidy })).toThrow(
      'cronjobs.batch "tidy" pausing is not supported',
    )
    world.dispatch({ type: 'trigger', ...tidy })
    run(world, 40)
    const jobs = [...world.cluster.store.all('Job')]
    expect(jobs).toHaveLength(1)
    expect(jobs[0]!.metadata.name).toMatch(/^tidy-manual-[a-z0-9]{5}$/)
    expect(jobs[0]).toMatchObject({ status: { succeeded: 1 } })
  })

  test('an eviction may be refused by a budget', () => {
    const budget =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web }\nspec: { minAvailable: 1, selector: { matchLabels: { app: web } } }\n'
    const world = worldWith(`${webYaml(1)}---\n${budget}`)
    run(world, 30)
    const pod = own(world)[0]!.metadata.name
    expect(() => world.dispatch({ type: 'evict', namespace: 'default', pod })).toThrow(
      "Cannot evict pod as it would violate the pod's disruption budget.",
    )
    world.dispatch({ type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'web' })
    world.dispatch({ type: 'evict', namespace: 'default', pod })
    run(world, 40)
    expect(own(world).map(({ metadata }) => metadata.name)).not.toContain(pod)
  })

  test('patch changes any field, and what was done replays', () => {
    const world = worldWith(webYaml(1))
    run(world, 20)
    world.dispatch({ type: 'patch', ...web, patch: { spec: { replicas: 3 } } })
    world.dispatch({
      type: 'patch',
      kind: 'Node',
      namespace: '',
      name: 'node-1',
      patch: { metadata: { labels: { disk: 'ssd' } } },
    })
    run(world, 20)
    world.dispatch({ type: 'restart', ...web })
    run(world, 20)
    expect(own(world).length).toBeGreaterThanOrEqual(3)
    const text = digest(world)
    const end = world.now
    world.seek(seconds(10))
    world.seek(end)
    expect(digest(world)).toBe(text)
  })
})

describe('acting as somebody else', () => {
  test('goes with what asks the API server, and with nothing else', () => {
    const jane = { as: 'jane', asGroups: ['dev'] }
    expect(actingAs({ type: 'restart', ...web }, jane)).toEqual({ type: 'restart', ...web, ...jane })
    expect(actingAs({ type: 'restart', ...web, as: 'joe' }, jane)).toEqual({ type: 'restart', ...web, as: 'joe' })
    expect(actingAs({ type: 'power-off', node: 'node-1' }, jane)).toEqual({ type: 'power-off', node: 'node-1' })
    expect(actingAs({ type: 'restart', ...web }, {})).toEqual({ type: 'restart', ...web })
  })

  test('a refusal is what came of it', () => {
    const world = worldWith(webYaml(1))
    world.dispatch({ type: 'restart', ...web, as: 'jane' })
    expect(world.frame(true, null).furniture!.refusals[0]?.message).toBe(
      'deployments.apps "web" is forbidden: User "jane" cannot get resource "deployments" in API group "apps" in the namespace "default"',
    )
  })
})
