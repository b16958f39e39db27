import { describe, expect, test } from 'vitest'
import { readClock } from '../../../src/ui/export/clock'
import { nameFor } from '../../../src/ui/export/saveFile'
import { exportTexts } from '../../../src/ui/export/texts'
import { transcript } from '../../../src/ui/export/transcript'
import type { Session } from '../../../src/ui/session.svelte'
import type { EventLine } from '../../../src/world/export'

const line = (at: number, reason: string, more: Partial<EventLine> = {}): EventLine => ({
  at,
  type: 'Normal',
  reason,
  namespace: 'default',
  object: 'pod/web-1',
  message: `${reason} happened`,
  count: 1,
  ...more,
})

describe('the transcript', () => {
  test('reads as kubectl get events, with what was told between', () => {
    const told = [
      { at: 1400, sentence: 'The pod has a node.' },
      { at: 65_000, sentence: 'It is ready.' },
    ]
    const text = transcript(['web: Events up to 1:10.0'], [line(1000, 'Scheduled'), line(3000, 'Pulled', { count: 3 })], told)
    expect(text.split('\n')).toEqual([
      '# web: Events up to 1:10.0',
      'TIME   TYPE     REASON      OBJECT      MESSAGE',
      '0:01   Normal   Scheduled   pod/web-1   Scheduled happened',
      '# 0:01  The pod has a node.',
      '0:03   Normal   Pulled      pod/web-1   Pulled happened (x3)',
      '# 1:05  It is ready.',
      '',
    ])
  })

  test('names the namespaces when there are others, and keeps a message on its line', () => {
    const text = transcript([], [line(0, 'A'), line(1000, 'B', { namespace: 'shop', message: 'one\ntwo' })], [])
    expect(text.split('\n')).toEqual([
      'TIME   NAMESPACE   TYPE     REASON   OBJECT      MESSAGE',
      '0:00   default     Normal   A        pod/web-1   A happened',
      '0:01   shop        Normal   B        pod/web-1   one two',
      '',
    ])
  })

  test('of nothing is its head', () => expect(transcript([], [], [])).toBe('TIME   TYPE   REASON   OBJECT   MESSAGE\n'))
})

test.each([
  ['0:45', 45_000],
  ['1:20.5', 80_500],
  ['1:02:03', 3_723_000],
  [' 90 ', 90_000],
  ['0:60', null],
  ['1:75:00', null],
  ['', null],
  ['-1', null],
  ['now', null],
])('the moment %j is %j ms', (written, ms) => expect(readClock(written)).toBe(ms))

test('a name tells the scenario and the moments', () => {
  const session = { scenario: { id: 'opening' } } as Session
  expect(nameFor(session, [60_000], 'png')).toBe('kubarium-opening-60s.png')
  expect(nameFor(session, [1250, 20_000], 'webm')).toBe('kubarium-opening-1.2s-20s.webm')
  const replay = { scenario: { id: 'shared:ab/../c', isReplay: true, origin: '../../etc' } } as Session
  expect(nameFor(replay, [0], 'svg')).toBe('kubarium--etc-0s.svg')
})

test('every text is there in Korean too', () => {
  for (const { en, ko } of Object.values(exportTexts)) {
    expect(ko).toMatch(/[가-힣]/)
    expect(ko.match(/\{\w+\}/g)?.toSorted()).toEqual(en.match(/\{\w+\}/g)?.toSorted())
  }
})
