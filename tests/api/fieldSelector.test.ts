import { describe, expect, test } from 'vitest'
import { compileFieldSelector, formatFieldSelector, parseFieldSelector, requiredField } from '../../src/api/fieldSelector'

const pod = {
  metadata: { name: 'web-1', namespace: 'default' },
  spec: { nodeName: 'node-1', unschedulable: true },
  status: { phase: 'Running' },
}
const select = (text: string) => compileFieldSelector(parseFieldSelector(text))(pod)

describe('field selectors', () => {
  test.each([
    ['', true],
    ['metadata.name=web-1', true],
    ['metadata.name==web-1,status.phase!=Failed', true],
    ['status.phase=Running,spec.nodeName=node-2', false],
    ['spec.nodeName!=node-1', false],
    ['spec.unschedulable=true', true],
    ['status.reason=', true],
    ['status.reason!=', false],
    ['constructor.name=Object', false],
  ])('%j', (text, matches) => expect(select(text)).toBe(matches))

  test('print sorted, without the second equals sign', () => {
    expect(formatFieldSelector(parseFieldSelector('status.phase!=Failed,metadata.name==a,'))).toBe(
      'metadata.name=a,status.phase!=Failed',
    )
  })

  test('tell what an index may answer', () => {
    const terms = parseFieldSelector('spec.nodeName=node-1,status.phase!=Failed')
    expect(requiredField(terms, 'spec.nodeName')).toBe('node-1')
    expect(requiredField(terms, 'status.phase')).toBeUndefined()
  })

  test('are refused when they compare nothing', () => {
    expect(() => parseFieldSelector('status.phase')).toThrow("invalid selector: 'status.phase'; can't understand 'status.phase'")
  })
})
