import { parseAllDocuments } from 'yaml'
import { describe, expect, test } from 'vitest'
import { virtualMs } from '../../src/api/time'
import { clusterYaml, eventLines } from '../../src/world/export'
import { createWorld } from '../../src/world/world'
import { seconds, webYaml, worldWith } from '../support/world'

interface Read {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly managedFields?: unknown }
}

const documents = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as Read)

describe('the YAML of a cluster', () => {
  test('holds what a person wrote and what came of it, and nothing of the cluster itself', () => {
    const world = worldWith(`${webYaml(2)}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: words\ndata:\n  said: 'yes'\n`)
    world.advance(seconds(60))
    const text = clusterYaml(world.cluster)
    const kinds = documents(text).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)
    expect(kinds.filter((name) => !name.startsWith('Pod ') && !name.startsWith('ReplicaSet '))).toEqual([
      'ConfigMap default/words',
      'Deployment default/web',
      expect.stringMatching(/^EndpointSlice default\/web-/),
      'Endpoints default/web',
      'Service default/web',
    ])
    expect(kinds.filter((name) => name.startsWith('Pod default/web-'))).toHaveLength(2)
    // As kubectl prints it: lists at the indent of their field, what YAML 1.1 takes for something else in quotes, nothing by reference.
    expect(text).toContain('\n  said: "yes"\n')
    expect(text).toMatch(/\n {6}containers:\n {6}- image: nginx:1\.27\n/)
    expect(text).toMatch(/\n {2}creationTimestamp: "2026-01-01T00:00:\d\dZ"\n/)
    expect(text).not.toMatch(/managedFields|: [&*]a\d/)
    for (const { metadata } of documents(text)) expect(metadata.managedFields).toBeUndefined()
  })

  test('of a new cluster is empty', () => {
    const world = createWorld({ seed: 1, nodes: 3 })
    world.advance(seconds(30))
    expect(clusterYaml(world.cluster)).toBe('')
  })
})

test('events stand in the order of their writing, with their time, what they are about, and how often', () => {
  const world = worldWith(webYaml(1, 'nginx:nope'))
  world.advance(seconds(120))
  const lines = eventLines(world.cluster)
  expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(lines[0]!.at).toBeGreaterThanOrEqual(0)
  expect(lines.find(({ reason }) => reason === 'ScalingReplicaSet')).toMatchObject({
    at: 0,
    type: 'Normal',
    namespace: 'default',
    object: 'deployment/web',
    message: expect.stringMatching(/^Scaled up replica set web-\w+ from 0 to 1$/),
    count: 1,
  })
  const backOff = lines.filter(({ reason, type }) => reason === 'BackOff' && type === 'Normal')
  expect(backOff).toHaveLength(1)
  expect(backOff[0]!.count).toBeGreaterThan(2)
  expect(backOff[0]!.at).toBeLessThanOrEqual(virtualMs('2026-01-01T00:02:00Z'))
})
