import { describe, expect, test } from 'vitest'
import { jsonPath } from '../../src/cli/kubectl/jsonPath'

const list = {
  kind: 'List',
  items: [
    { metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'x' } }, spec: { replicas: 3 }, status: { phase: 'Running' } },
    { metadata: { name: 'b' }, spec: { replicas: 1 }, status: { phase: 'Pending' } },
    { metadata: { name: 'c' }, spec: { replicas: 2 }, status: { phase: 'Running' } },
  ],
}

describe('JSONPath', () => {
  test.each([
    ['{.kind}', 'List'],
    ['{$.kind}', 'List'],
    ['{.items[0].metadata.name}', 'a'],
    ['{.items[-1].metadata.name}', 'c'],
    ['{.items[*].metadata.name}', 'a b c'],
    ['{.items[0,2].metadata.name}', 'a c'],
    ['{.items[1:].metadata.name}', 'b c'],
    ['{.items[0:3:2].metadata.name}', 'a c'],
    ['{..phase}', 'Running Pending Running'],
    ['{.items[?(@.status.phase=="Running")].metadata.name}', 'a c'],
    [`{.items[?(@.status.phase!='Running')].metadata.name}`, 'b'],
    ['{.items[?(@.spec.replicas>1)].metadata.name}', 'a c'],
    ['{.items[?(@.metadata.labels)].metadata.name}', 'a'],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'x'],
    [`{.items[0].metadata.labels['app.kubernetes.io/name']}`, 'x'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}', 'a\tRunning\nb\tPending\nc\tRunning\n'],
    ['{range .items[?(@.status.phase=="Gone")]}x{end}', ''],
    ['name: {.items[1].metadata.name}!', 'name: b!'],
    ['{.nothing.here}', ''],
    ['{.items[1]}', '{"metadata":{"name":"b"},"spec":{"replicas":1},"status":{"phase":"Pending"}}'],
    [`'{.kind}'`, 'List'],
  ])('%s', (template, expected) => expect(jsonPath(template, list)).toBe(expected))

  test('prints the keys of objects in order', () => {
    expect(jsonPath('{.b}', { b: { z: 1, a: { y: 2, x: 3 } } })).toBe('{"a":{"x":3,"y":2},"z":1}')
  })

  test.each(['{.items[x]}', '{.a b', '{range .items[*]}x', '{end}', '{.a!}'])('refuses %s', (template) => {
    expect(() => jsonPath(template, list)).toThrow(/error parsing jsonpath/)
  })
})
