import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../../../src/ui/command/lines'

test.each([
  ['kubectl scale deploy/web --replicas=5', [['scale', 'deploy/web', '--replicas=5']]],
  [
    'scale deploy/web --replicas=5; kubectl delete pod solo',
    [
      ['scale', 'deploy/web', '--replicas=5'],
      ['delete', 'pod', 'solo'],
    ],
  ],
  [
    'cordon node-1 && uncordon node-2\ncordon node-3',
    [
      ['cordon', 'node-1'],
      ['uncordon', 'node-2'],
      ['cordon', 'node-3'],
    ],
  ],
  [`patch deploy web -p '{"spec": {"replicas": 2}}'`, [['patch', 'deploy', 'web', '-p', '{"spec": {"replicas": 2}}']]],
  ['annotate pod a note="one; \\"two\\" three"', [['annotate', 'pod', 'a', 'note=one; "two" three']]],
  ["label pod a b=c\\ d e=''", [['label', 'pod', 'a', 'b=c d', 'e=']]],
  ['  ;; kubectl ; ', []],
  ["run x --image='nginx", [['run', 'x', '--image=nginx']]],
])('%s', (text, lines) => expect(linesOf(text)).toEqual(lines))

test('whatever is written comes apart without an error, and quoted words come back whole', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => linesOf(text).every((line) => line.length > 0)))
  const word = fc.string({ minLength: 1 }).filter((text) => !text.includes("'") && text !== 'kubectl')
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(linesOf(words.map((one) => `'${one}'`).join(' '))).toEqual([words])
    }),
  )
})
