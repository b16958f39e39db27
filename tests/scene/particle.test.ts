import { describe, expect, test } from 'vitest'
import { withParticle } from '../../src/scene/particle'
import { fillText } from '../../src/scene/say'

describe('particles', () => {
  test.each([
    ['노드', '노드가'],
    ['이미지를 받은 것', '이미지를 받은 것이'],
    ['web', 'web이'],
    ['redis', 'redis가'],
    ['nginx', 'nginx가'],
    ['api', 'api가'],
    ['db', 'db가'],
    ['shop', 'shop이'],
    ['guest', 'guest가'],
    ['jane', 'jane이'],
    ['tom', 'tom이'],
    ['kubelet', 'kubelet이'],
    ['PodDisruptionBudget', 'PodDisruptionBudget이'],
    ['ResourceQuota', 'ResourceQuota가'],
    ['node-1', 'node-1이'],
    ['node-2', 'node-2가'],
    ['node-3', 'node-3이'],
    ['zm6n9', 'zm6n9가'],
    ['w95tm', 'w95tm이'],
    ['gdt65', 'gdt65가'],
    ['hx4lj', 'hx4lj가'],
  ])('%s', (word, said) => {
    expect(withParticle(word, '이')).toBe(said)
  })

  test('after ㄹ as after a vowel, for 로 alone', () => {
    expect(['node-1', 'node-3', 'node-2', '1.28', '서울'].map((word) => withParticle(word, '으로'))).toEqual([
      'node-1로',
      'node-3으로',
      'node-2로',
      '1.28로',
      '서울로',
    ])
  })

  test('nothing and signs are no reason to fail', () => {
    expect(['', '-', '…', '%'].map((word) => withParticle(word, '을'))).toEqual(['를', '-를', '…를', '%를'])
    expect(withParticle('web', '께서')).toBe('web께서')
  })

  test('a text names the particle after a consonant, and the number of many', () => {
    expect(fillText('{name~은} {n|하나를|#개를} 원합니다.', { name: 'web', n: 3 })).toBe('web은 3개를 원합니다.')
    expect(fillText('{name~은} {n|하나를|#개를} 원합니다.', { name: 'api', n: 1 })).toBe('api는 하나를 원합니다.')
    expect(fillText('{name~은}')).toBe('{name~은}')
  })
})
