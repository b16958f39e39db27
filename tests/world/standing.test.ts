import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import type { Frame } from '../../src/world/frame'
import { createWorld, type World } from '../../src/world/world'
import { digest, seconds } from '../support/world'

const textOf = (scenario: string, file: string) => readFileSync(`scenarios/${scenario}/${file}`, 'utf8')

function worldOf(scenario: string, nodes: number, files: readonly string[]): World {
  const world = createWorld({ seed: 1, nodes })
  for (const file of files) world.dispatch({ type: 'apply', file, text: textOf(scenario, file) })
  return world
}

const frameOf = (world: World, selected: string | null = null): Frame => world.frame(true, selected)

function change(world: World, scenario: string, file: string, from: string, to: string): void {
  world.dispatch({ type: 'apply', file, text: textOf(scenario, file).replace(from, to) })
}

describe('a pod for which others have to go', () => {
  const world = worldOf('preemption', 3, ['priority.yaml', 'batch.yaml', 'urgent.yaml'])
  world.advance(seconds(20))
  change(world, 'preemption', 'urgent.yaml', 'replicas: 0', 'replicas: 1')
  world.advance(seconds(25))
  const frame = frameOf(world)
  const urgent = frame.pods.find(({ name }) => name.startsWith('urgent'))!

  test('says which node is kept for it, and has its place there', () => {
    const leaving = frame.pods.find(({ state }) => state === 'term')!
    expect(urgent).toMatchObject({ node: '', nominated: leaving.node })
    expect(frame.ghosts).toEqual([
      { key: `reserved/${urgent.uid}`, owner: urgent.owner, hue: urgent.hue, node: leaving.node, pod: urgent.uid },
    ])
    const { verdicts } = frameOf(world, urgent.uid).detail!
    expect(verdicts.find(({ victims }) => victims)).toMatchObject({
      node: leaving.node,
      plugin: 'NodeResourcesFit',
      victims: [{ name: leaving.name, priority: 0 }],
    })
  })

  test('and nothing of it once it is there', () => {
    world.advance(seconds(60))
    const later = frameOf(world)
    expect(later.ghosts).toEqual([])
    expect(later.pods.find(({ uid }) => uid === urgent.uid)).toMatchObject({ node: urgent.nominated, state: 'ready' })
    expect(later.pods.find(({ uid }) => uid === urgent.uid)).not.toHaveProperty('nominated')
  })
})

test('a drain that a budget holds up tells when it asks again, and the API server what it answered', () => {
  const world = worldOf('disruption-budget', 2, ['budget.yaml', 'web.yaml'])
  world.advance(seconds(40))
  world.dispatch({ type: 'drain', node: 'node-1' })
  const { nodes, plane } = frameOf(world)
  expect(nodes![0]!.draining).toMatchObject({ left: 2, next: seconds(45) })
  expect(nodes![0]!.draining!.kept).toHaveLength(1)
  expect(plane!.apiserver).toEqual({ up: true, request: 'POST …/eviction', code: '429 Too Many Requests', at: seconds(40) })
})

test('while a new version rolls out the loops say between which, and how many of the revision they work on are made', () => {
  const world = worldOf('opening', 3, ['web.yaml'])
  const text = textOf('opening', 'web.yaml').replace('replicas: 1', 'replicas: 4')
  world.dispatch({ type: 'apply', file: 'web.yaml', text })
  world.advance(seconds(30))
  const from = /image: nginx:(\S+)/.exec(text)![1]!
  world.dispatch({ type: 'apply', file: 'web.yaml', text: text.replace(`nginx:${from}`, 'nginx:1.28') })
  const seen = new Map<string, Set<string>>()
  for (const end = world.now + seconds(40); world.now < end;) {
    world.advance(world.now + 50)
    for (const { title, line } of frameOf(world).plane!.controllers)
      seen.set(title, (seen.get(title) ?? new Set()).add(JSON.stringify(line)))
  }
  expect(seen.get('Deployment')).toContain(JSON.stringify({ key: 'loop.versions', values: { from, to: '1.28' } }))
  expect([...seen.get('ReplicaSet')!].join()).not.toMatch(/versions|"have":[5-9]/)
  expect(seen.get('ReplicaSet')).toContain(JSON.stringify({ key: 'loop.made', values: { have: 4, want: 4 } }))
})

describe('a Job', () => {
  const world = worldOf('job', 2, ['import.yaml', 'broken.yaml'])
  const driftOf = (name: string) => frameOf(world).drift!.find((one) => one.name === name)!
  const lineOf = (name: string) => frameOf(world).documents!.find((one) => one.name === name)!

  test('has a slot for each success that is wanted, and says when it tries again', () => {
    world.advance(seconds(12))
    expect(driftOf('import')).toMatchObject({ kind: 'Job', want: 5, have: 0 })
    expect(driftOf('import').slots).toHaveLength(5)
    const [first, second] = frameOf(world).ghosts!.filter(({ owner }) => owner === driftOf('import').uid)
    expect([first!.at, second!.at]).toEqual([seconds(21), seconds(21)])
    expect(lineOf('import').text).toContainEqual({ key: 'summary.nextTry', values: { time: '0:21' } })
    // Both tries failed at once: four failures now, and eight times the first wait.
    world.advance(seconds(22))
    expect(lineOf('import').text).toContainEqual({ key: 'summary.nextTry', values: { time: '1:41' } })
  })

  test('that is given up lacks what will not come', () => {
    world.advance(seconds(60))
    expect(driftOf('broken')).toMatchObject({ want: 1, have: 0, slots: [{ state: 'failed', old: false }] })
    expect(lineOf('broken').text.at(-1)).toEqual({ key: 'summary.word', values: { word: 'BackoffLimitExceeded' } })
  })

  test('has all its slots done at its end', () => {
    world.dispatch({ type: 'apply', file: 'api.yaml', text: textOf('job', 'api.yaml').replace('replicas: 0', 'replicas: 1') })
    world.advance(seconds(200))
    expect(driftOf('import')).toMatchObject({ want: 5, have: 5 })
    expect(driftOf('import').slots.every(({ state }) => state === 'done')).toBe(true)
    expect(lineOf('import').state).toBe('done')
  })
})

describe('a pool', () => {
  const grown = () => {
    const world = createWorld({ seed: 1, nodes: 0 })
    world.dispatch({ type: 'add-pool', name: 'cloud', min: 1, max: 3, size: 1, price: 0.2, bootSeconds: 60 })
    world.dispatch({
      type: 'apply',
      file: 'shop.yaml',
      text: textOf('node-pool', 'shop.yaml').replace('replicas: 2', 'replicas: 4'),
    })
    world.advance(seconds(15))
    return world
  }

  test('tells which machines are on their way, and until when', () => {
    const world = grown()
    const [pool] = frameOf(world).furniture!.pools
    expect(pool).toMatchObject({ size: 2, joining: 1, price: 0.2, machine: { cpu: '4', memory: '8Gi', zone: 'zone-a' } })
    expect(pool!.arrivals).toEqual([{ name: expect.stringMatching(/^cloud-/), span: { from: seconds(10), until: seconds(70) } }])
    const detail = frameOf(world, 'pool:cloud').detail!
    expect(detail).toMatchObject({ kind: 'NodePool', name: 'cloud', exists: true })
    expect(detail.events.map(({ reason }) => reason)).toContain('ScaledUpGroup')
    expect(frameOf(world, 'pool:none').detail).toBeNull()
    world.advance(seconds(90))
    expect(frameOf(world).furniture!.pools[0]).toMatchObject({ size: 2, joining: 0, arrivals: [] })
  })

  test('comes back as it was when time is turned back', () => {
    const world = grown()
    world.advance(seconds(100))
    const end = digest(world)
    const there = frameOf(world).furniture!.pools
    world.seek(seconds(15))
    expect(frameOf(world).furniture!.pools[0]).toMatchObject({ joining: 1 })
    world.seek(seconds(100))
    expect(digest(world)).toBe(end)
    expect(frameOf(world).furniture!.pools).toEqual(there)
  })
})
