import { describe, expect, test } from 'vitest'
import type { Event } from '../../../src/kube/kinds/event/api'
import type { VerticalPodAutoscaler } from '../../../src/kube/kinds/verticalpodautoscaler/api'
import { createWorld, type World } from '../../../src/world/world'
import { digest, pods, readyPods, seconds } from '../../support/world'

const report = (resources: string, annotations: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: report }
spec:
  replicas: 2
  selector: { matchLabels: { app: report } }
  template:
    metadata: { labels: { app: report }, annotations: ${annotations} }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: c, image: 'nginx:1.27', resources: ${resources} }]
---
`
const vpa = (mode: string, more = '') => `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: report }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: report }
  updatePolicy: { updateMode: '${mode}' }
${more}`

function worldWith(text: string): World {
  const world = createWorld({ seed: 1, nodes: 2 })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.dispatch({ type: 'apply', file: 'report.yaml', text })
  return world
}

const autoscaler = (world: World) => world.cluster.store.get('VerticalPodAutoscaler', 'default/report') as VerticalPodAutoscaler
const requests = (world: World) => readyPods(world).map((pod) => pod.spec.containers[0]!.resources?.requests)
const reasons = (world: World) =>
  new Set(([...world.cluster.store.all('Event')] as unknown as Event[]).map(({ reason }) => reason))

describe('a vertical autoscaler', () => {
  test('says what containers need, and with Off does nothing about it', () => {
    const world = worldWith(report('{ requests: { cpu: 100m, memory: 64Mi } }', '{ kubarium.dev/cpu: 400m }') + vpa('Off'))
    world.advance(seconds(200))
    const [container] = autoscaler(world).status?.recommendation?.containerRecommendations ?? []
    // 400m lies in a bucket that ends a little above; 15 % come on top.
    expect(container).toMatchObject({ containerName: 'c', target: { cpu: '476m', memory: '262144k' } })
    expect(autoscaler(world).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'RecommendationProvided', status: 'True' }),
    )
    expect(requests(world)).toEqual([
      { cpu: '100m', memory: '64Mi' },
      { cpu: '100m', memory: '64Mi' },
    ])
    expect(world.cluster.store.get('VerticalPodAutoscalerCheckpoint', 'default/report-c')).toMatchObject({
      spec: { vpaObjectName: 'report', containerName: 'c' },
      status: { version: 'v3' },
    })
  })

  test('with Recreate evicts pods one after another, and new ones get what they need, limits in proportion', () => {
    const text = report('{ requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m } }', '{ kubarium.dev/cpu: 150m }')
    const world = worldWith(text + vpa('Recreate'))
    world.advance(seconds(600))
    expect(readyPods(world)).toHaveLength(2)
    const [pod] = readyPods(world)
    expect(pod!.spec.containers[0]!.resources?.requests).toEqual(
      autoscaler(world).status!.recommendation!.containerRecommendations![0]!.target,
    )
    expect(pod!.metadata.annotations?.['vpaUpdates']).toBe(
      'Pod resources updated by report: container 0: cpu request, memory request, cpu limit',
    )
    expect(reasons(world)).toContain('EvictedByVPA')
  })

  test('with InPlaceOrRecreate resizes pods as they run', () => {
    const world = worldWith(
      report('{ requests: { cpu: 100m, memory: 64Mi } }', '{ kubarium.dev/cpu: 400m }') + vpa('InPlaceOrRecreate'),
    )
    world.advance(seconds(60))
    const before = pods(world).map(({ metadata }) => metadata.uid)
    world.advance(seconds(600))
    expect(pods(world).map(({ metadata }) => metadata.uid)).toEqual(before)
    const { target } = autoscaler(world).status!.recommendation!.containerRecommendations![0]!
    expect(requests(world)).toEqual([target, target])
    expect(pods(world).map(({ status }) => status.containerStatuses?.[0]?.resources?.requests)).toEqual([target, target])
    expect(reasons(world)).toContain('InPlaceResizedByVPA')
    expect(reasons(world)).not.toContain('EvictedByVPA')
  })

  test('a container that is killed for want of memory gets more, within what the policy allows', () => {
    const text = report('{ requests: { cpu: 50m, memory: 128Mi }, limits: { memory: 128Mi } }', '{ kubarium.dev/memory: 180Mi }')
    const policy = '  resourcePolicy: { containerPolicies: [{ containerName: c, maxAllowed: { memory: 400Mi } }] }\n'
    const world = worldWith(text + vpa('Auto', policy))
    world.advance(seconds(30))
    expect(readyPods(world)).toHaveLength(0)
    world.advance(seconds(900))
    expect(readyPods(world)).toHaveLength(2)
    expect(requests(world).map((each) => each?.['memory'])).toEqual([expect.stringMatching(/^\d+k?$|^400Mi$/), expect.anything()])
  })

  test('a run from a keyframe is the run itself; without one nothing is scheduled', () => {
    const world = worldWith(report('{ requests: { cpu: 100m } }', '{ kubarium.dev/cpu: 400m }') + vpa('Recreate'))
    world.advance(seconds(300))
    const end = digest(world)
    world.seek(seconds(50))
    world.seek(seconds(300))
    expect(digest(world)).toBe(end)
    const idle = createWorld({ seed: 1, nodes: 1 })
    idle.advance(seconds(20))
    expect(idle.kernel.expects(({ topic }) => topic.startsWith('vpa-'))).toBe(false)
  })
})
