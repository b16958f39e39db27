import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../src/api/manifest'

const two = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: a
          image: nginx
        - name: b
          image: redis:nope
---
apiVersion: v1
kind: Service
metadata:
  name: web
`

describe('manifest', () => {
  test('tells where each document and each field stands', () => {
    const { documents, errors } = parseManifest(two)
    expect(errors).toEqual([])
    expect(documents.map(({ line, endLine, object }) => [object['kind'], line, endLine])).toEqual([
      ['Deployment', 2, 12],
      ['Service', 14, 17],
    ])
    expect(documents[0]!.locate('spec.template.spec.containers[1].image')).toEqual({ line: 12, column: 18, endColumn: 28 })
    expect(documents[1]!.locate('metadata.name')).toMatchObject({ line: 17 })
  })

  test("an escaped quote between double quotes is a quote, as Go's YAML has it", () => {
    const { documents, errors } = parseManifest(String.raw`{ kind: Pod, text: "a=\'b\' \\'c'\n", rest: 1 }`)
    expect(errors).toEqual([])
    expect(documents[0]!.object).toEqual({ kind: 'Pod', text: "a='b' \\'c'\n", rest: 1 })
    expect(documents[0]!.locate('rest')).toMatchObject({ line: 1, column: 45 })
    expect(parseManifest(String.raw`{ text: "\'\q" }`).errors).toMatchObject([
      { message: String.raw`Invalid escape sequence \q` },
    ])
  })

  test('a field that is not there is told at its nearest parent', () => {
    const { documents } = parseManifest(two)
    expect(documents[0]!.locate('spec.template.spec.containers[0].resources.limits')).toMatchObject({ line: 9 })
  })

  test.each([
    ['a: yes', { a: true }],
    ['a: 0644', { a: 420 }],
    ['a: 0o17', { a: 15 }],
    ['a: 12:30:45', { a: '12:30:45' }],
    ['a: 2001-12-14', { a: '2001-12-14' }],
    ['a: &x {b: 1}\nc: {<<: *x, d: 2}', { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ['a: 1\na: 2', { a: 2 }],
  ])('reads %j as kubectl does', (text, expected) => {
    expect(parseManifest(text).documents[0]?.object).toEqual(expected)
  })

  test('takes lists apart, skips empty documents', () => {
    const { documents } = parseManifest('---\n# nothing\n---\nkind: List\nitems:\n- kind: A\n- kind: B\n')
    expect(documents.map((document) => [document.object['kind'], document.line])).toEqual([
      ['A', 6],
      ['B', 7],
    ])
  })

  test.each([
    ['tab', 'a:\n\tb: 1', 2],
    ['scalar', 'hello', 1],
    [
      'bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefg'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`)
        .join('\n')}`,
      1,
    ],
    ['depth', '['.repeat(200) + ']'.repeat(200), 1],
  ])('refuses %s with its line, and throws nothing', (_, text, line) => {
    const { documents, errors } = parseManifest(text)
    expect(documents).toEqual([])
    expect(errors[0]).toMatchObject({ line })
    expect(errors[0]!.message).not.toBe('')
  })

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => void parseManifest(text)),
      { numRuns: 300 },
    )
  })
})
