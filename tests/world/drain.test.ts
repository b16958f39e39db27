import { describe, expect, test } from 'vitest'
import { createWorld, type World } from '../../src/world/world'
import { digest, pods, readyPods, seconds, webYaml, worldWith } from '../support/world'

const budget = (minAvailable: number) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: ${minAvailable}, selector: { matchLabels: { app: web } } }
`

const on = (world: World, node: string) =>
  pods(world).filter((pod) => pod.spec.nodeName === node && pod.metadata.namespace === 'default')
const nodeView = (world: World, name: string) => world.frame(true, null).nodes!.find((node) => node.name === name)!

/** A world whose pods are all ready, and a node that has some. */
function settled(text: string, nodes = 3): { world: World; node: string } {
  const world = worldWith(text, { nodes })
  world.advance(seconds(30))
  return { world, node: pods(world).find((pod) => pod.metadata.labels?.['app'] === 'web')!.spec.nodeName! }
}

describe('drain', () => {
  test('cordons, empties and is over; the pods are made anew elsewhere', () => {
    const { world, node } = settled(webYaml(6))
    world.dispatch({ type: 'drain', node })
    expect(nodeView(world, node)).toMatchObject({ unschedulable: true, draining: { kept: [], message: '' } })
    world.advance(world.now + seconds(60))
    expect(on(world, node)).toEqual([])
    expect(readyPods(world).filter((pod) => pod.metadata.labels?.['app'] === 'web')).toHaveLength(6)
    expect(nodeView(world, node).draining).toBeUndefined()
    expect(nodeView(world, node).unschedulable).toBe(true)
    expect(world.frame(true, null).marks.map(({ label }) => label)).toContain(`drain ${node}`)
  })

  test('a budget keeps pods until others are ready; they are asked for every five seconds', () => {
    const { world, node } = settled(webYaml(3) + budget(3))
    world.dispatch({ type: 'drain', node })
    const { draining } = nodeView(world, node)
    expect(draining?.kept).toHaveLength(on(world, node).length)
    expect(draining?.message).toBe('The disruption budget web needs 3 healthy pods and has 3 currently')
    world.advance(world.now + seconds(30))
    expect(nodeView(world, node).draining?.left).toBe(on(world, node).length)
    world.dispatch({ type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'web' })
    world.advance(world.now + seconds(60))
    expect(on(world, node)).toEqual([])
    expect(nodeView(world, node).draining).toBeUndefined()
  })

  test('uncordon ends it', () => {
    const { world, node } = settled(webYaml(3) + budget(3))
    world.dispatch({ type: 'drain', node })
    world.dispatch({ type: 'uncordon', node })
    expect(nodeView(world, node)).toMatchObject({ unschedulable: false })
    expect(nodeView(world, node).draining).toBeUndefined()
    world.dispatch({ type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'web' })
    const before = on(world, node).length
    world.advance(world.now + seconds(20))
    expect(on(world, node)).toHaveLength(before)
  })

  test('a pod that nobody would make anew forbids it, in the words of kubectl, unless it is forced', () => {
    const world = createWorld({ seed: 1, nodes: 1 })
    const alone = 'apiVersion: v1\nkind: Pod\nmetadata: { name: alone }\nspec: { containers: [{ name: a, image: nginx }] }\n'
    world.dispatch({ type: 'apply', file: 'a.yaml', text: alone })
    world.advance(seconds(20))
    const refused =
      'unable to drain node "node-1": cannot delete Pods that declare no controller (use --force to override): default/alone'
    expect(() => world.dispatch({ type: 'drain', node: 'node-1' })).toThrow(refused)
    expect(nodeView(world, 'node-1').unschedulable).toBe(false)
    world.dispatch({ type: 'drain', node: 'node-1', force: true })
    world.advance(world.now + seconds(60))
    expect(on(world, 'node-1')).toEqual([])
  })

  test('the pods of a DaemonSet stay', () => {
    const daemon = webYaml(2).replace('kind: Deployment', 'kind: DaemonSet').replace('  replicas: 2\n', '')
    const { world, node } = settled(daemon)
    world.dispatch({ type: 'drain', node })
    world.advance(world.now + seconds(30))
    expect(on(world, node)).toHaveLength(1)
    expect(nodeView(world, node).draining).toBeUndefined()
  })

  test('another user needs the right to do it, and is told so', () => {
    const { world, node } = settled(webYaml(3))
    world.dispatch({ type: 'drain', node, as: 'jane' })
    expect(nodeView(world, node)).toMatchObject({ unschedulable: false })
    expect(world.frame(true, null).furniture!.refusals[0]).toMatchObject({
      user: 'jane',
      message: `nodes "${node}" is forbidden: User "jane" cannot patch resource "nodes" in API group "" at the cluster scope`,
    })
  })

  test('replays to the same bytes from every keyframe', () => {
    const { world, node } = settled(webYaml(4) + budget(3))
    world.dispatch({ type: 'drain', node })
    world.advance(world.now + seconds(40))
    const end = world.now
    const text = digest(world)
    for (const back of [35, 22, 8]) {
      world.seek(end - seconds(back))
      world.seek(end)
      expect(digest(world)).toBe(text)
    }
    const again = createWorld({ seed: 1, nodes: 3 })
    again.schedule(world.log)
    again.advance(end)
    expect(digest(again)).toBe(text)
  })
})
