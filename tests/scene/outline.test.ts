import { describe, expect, test } from 'vitest'
import { outline } from '../../src/scene/outline'
import type { OutlineItem } from '../../src/scene/outlineItem'
import { sayStage, stagePhrases } from '../../src/scene/phrases'
import { rollingUpdate } from './gallery/frames'
import { modelOf } from './support'

const lines = (item: OutlineItem, language: 'en' | 'ko', depth = 0): string[] => [
  '  '.repeat(depth) + sayStage(language)(item.label),
  ...item.children.flatMap((child) => lines(child, language, depth + 1)),
]

describe('outline', () => {
  test('says every object with kind, name and state', () => {
    const said = lines(outline(modelOf(rollingUpdate())), 'en')
    expect(said).toContain('      Pod web-7c4b9-z4jfn, Ready')
    expect(said).toContain('      Pod web-7c4b9-m6gh5, Running, not ready')
    expect(said).toContain('      Pod api-7c4b9-api-f2, CrashLoopBackOff, 3 restarts')
    expect(said).toContain('    Node node-3, Ready, 4 Pods')
    expect(said).toContain('    Service web, ClusterIP, 5 ready endpoints')
    expect(said).toContain('    Pod web-7c4b9-q7m4d, Pending')
    expect(said.filter((line) => line.trim().startsWith('Pod ')).length).toBe(rollingUpdate().pods.length)
  })

  test('keeps the states of Kubernetes in English', () => {
    const said = lines(outline(modelOf(rollingUpdate())), 'ko')
    expect(said).toContain('      Pod api-7c4b9-api-f2, CrashLoopBackOff, 다시 시작 3번')
    expect(said).toContain('  노드 4개'.replace('  ', '  '))
  })

  test('both languages fill the same places', () => {
    const places = (said: string) => [...new Set([...said.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()
    for (const [key, { en, ko }] of Object.entries(stagePhrases))
      if (key !== 'stage.word.pulling') expect([key, places(ko)]).toEqual([key, places(en)])
  })
})
