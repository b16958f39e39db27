import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldAt, withField } from '../../../src/ui/embed/field'

const text = 'kind: Deployment\nspec:\n  replicas: 3  # try 5\n  - image: nginx:1.27\n  selector: { app: web }\n'

test('a line with one value is a field', () => {
  expect(fieldAt(text, 3)).toEqual({ key: 'replicas', value: '3', isCount: true })
  expect(fieldAt(text, 4)).toEqual({ key: 'image', value: 'nginx:1.27', isCount: false })
})

test('a line without one value is none', () => {
  for (const line of [2, 5, 6, 99]) expect(fieldAt(text, line)).toBeNull()
})

test('another value leaves the comment and all other lines', () => {
  expect(withField(text, 3, '5')).toBe(text.replace('replicas: 3 ', 'replicas: 5 '))
})

test('what is written is what is read again', () => {
  const value = fc.stringMatching(/^[\w./:-]{1,20}$/)
  fc.assert(fc.property(value, (wanted) => fieldAt(withField(text, 4, wanted), 4)?.value === wanted))
})
