import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deflate, fromLetters, inflate, toLetters } from '../../../src/ui/share/bytes'
import { fromFile, fromLink, toFile, toLink } from '../../../src/ui/share/codec'
import { Fault, sayShare } from '../../../src/ui/share/fault'
import { caps } from '../../../src/ui/share/sharedRun'
import { WorldSession } from '../../../src/world/session'
import { anyRun, smallRun } from './anyRun'
import first from './v1.json'

/** Property runs: few in everyday tests, as many as wanted with SHARE_RUNS. */
const numRuns = Number(process.env.SHARE_RUNS) || 500

const faultOf = async (made: () => unknown): Promise<string> => {
  try {
    await made()
  } catch (error) {
    if (error instanceof Fault) return error.key
    throw error
  }
  return ''
}
const linkOfJson = async (value: unknown): Promise<string> =>
  `#v1.${toLetters(await deflate(new TextEncoder().encode(JSON.stringify(value))))}`

describe('a run as a link', () => {
  test('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const link = await toLink(run)
        expect(link).toMatch(/^#v1\.[\w-]+$/)
        expect(await fromLink(link)).toEqual(run)
        expect(fromFile(toFile(run))).toEqual(run)
      }),
      { numRuns: Math.min(numRuns, 1000) },
    )
  })

  test('a text that was applied is written once', async () => {
    const text = Array.from({ length: 300 }, (_, i) => `k${(i * 7919) % 1009}: ${(i * 104729) % 10007}`).join('\n')
    const log = [{ at: 0, command: { type: 'apply', file: 'a.yaml', text } as const }]
    const once = await toLink({ ...smallRun, files: [{ name: 'a.yaml', text }], log })
    const none = await toLink({ ...smallRun, files: [], log })
    expect(once.length - none.length).toBeLessThan(40)
  })

  test('a link of the first version opens for ever, and computes the same', async () => {
    const run = await fromLink(first.link)
    expect(run).toEqual(first.run)
    const session = new WorldSession(run)
    const frame = session.seek(run.view.time)
    expect(frame.pods.filter(({ namespace }) => namespace === 'default')).toHaveLength(first.pods)
    expect(frame.nodes?.filter(({ powered }) => !powered).map(({ name }) => name)).toEqual(['node-2'])
    expect(frame.drift?.find(({ name }) => name === 'web')?.want).toBe(first.want)
  })
})

describe('what anybody may have made', () => {
  test('what is no link says so', async () => {
    expect(await faultOf(() => fromLink('#hello'))).toBe('fault.notRun')
    expect(await faultOf(() => fromLink('#v2.abcd'))).toBe('fault.newer')
    expect(await faultOf(() => fromLink('#v1.'))).toBe('fault.damaged')
    expect(await faultOf(() => fromLink('#v1.<script>'))).toBe('fault.damaged')
    expect(await faultOf(() => fromLink(`#v1.${'A'.repeat(caps.link + 1)}`))).toBe('fault.long')
    expect(await faultOf(() => fromLink(first.link.slice(0, -9)))).toBe('fault.damaged')
  })

  test('a bomb is put out before it goes off', async () => {
    const bomb = await deflate(new Uint8Array(64 * 2 ** 20))
    const before = process.cpuUsage()
    expect(await faultOf(() => inflate(bomb, caps.bytes))).toBe('fault.large')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1000)
  })

  test.each([
    ['a list', [], 'fault.notRun'],
    ['no log', { ...smallRun, log: undefined }, 'fault.field'],
    ['a seed that is no number', { ...smallRun, seed: '1' }, 'fault.field'],
    ['more nodes than there can be', { ...smallRun, nodes: 5001 }, 'fault.field'],
    ['a name that is a path', { ...smallRun, files: [{ name: '../a.yaml', text: '' }] }, 'fault.field'],
    ['a name that is no file', { ...smallRun, files: [{ name: '__proto__', text: '' }] }, 'fault.field'],
    ['two files of a name', { ...smallRun, files: [1, 2].map(() => ({ name: 'a.yaml', text: '' })) }, 'fault.field'],
    ['a file whose text is nowhere', { ...smallRun, files: [{ name: 'a.yaml' }] }, 'fault.field'],
    [
      'time that goes back',
      { ...smallRun, log: [5, 4].map((at) => ({ at, command: { type: 'registry', speed: 1 } })) },
      'fault.field',
    ],
    ['an unknown command', { ...smallRun, log: [{ at: 0, command: { type: 'constructor' } }] }, 'fault.command'],
    [
      'a field of another type',
      { ...smallRun, log: [{ at: 0, command: { type: 'cut', node: { toString: 1 } } }] },
      'fault.field',
    ],
    ['bookmarks out of order', { ...smallRun, bookmarks: [5, 4].map((at) => ({ at, name: '' })) }, 'fault.field'],
    ['a bookmark with a book for a name', { ...smallRun, bookmarks: [{ at: 1, name: 'x'.repeat(81) }] }, 'fault.field'],
    ['a bookmark before all time', { ...smallRun, bookmarks: [{ at: -1, name: '' }] }, 'fault.field'],
    ['a lens that is none', { ...smallRun, view: { time: 0, lens: 'toString' } }, 'fault.field'],
  ])('%s is refused', async (_, value, key) => {
    expect(await faultOf(async () => fromLink(await linkOfJson(value)))).toBe(key)
  })

  test('nothing of it reaches a prototype, and what is not known is left behind', async () => {
    const patch = (text: string) =>
      `{"seed":1,"nodes":1,"files":[],"__proto__":{"polluted":1},"junk":1,"view":{"time":0,"html":"<b>"},
        "log":[{"at":0,"command":{"type":"patch","kind":"Pod","namespace":"d","name":"n","patch":${text}}}]}`
    const linkOf = async (text: string) => `#v1.${toLetters(await deflate(new TextEncoder().encode(patch(text))))}`
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      expect(await faultOf(async () => fromLink(await linkOf(`{"a":[{"${key}":{"polluted":1}}]}`)))).toBe('fault.field')
    }
    const run = await fromLink(await linkOf('{"a":1}'))
    expect(Object.keys(run).toSorted()).toEqual(['files', 'log', 'nodes', 'seed', 'view'])
    expect(Object.keys(run.view)).toEqual(['time'])
    expect(Object.getPrototypeOf(run)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a patch is as deep as the cap and no deeper', async () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    const run = (depth: number) =>
      toFileText([
        { at: 0, command: { type: 'patch', kind: 'Pod', namespace: 'd', name: 'n', patch: JSON.parse(nested(depth)) } },
      ])
    expect(await faultOf(() => fromFile(run(caps.depth)))).toBe('')
    expect(await faultOf(() => fromFile(run(caps.depth + 2)))).toBe('fault.field')
    expect(await faultOf(() => fromFile(`{"kubarium":1,"log":${nested(100_000)}}`))).toBe('fault.field')
  })

  test('a file of another version or another program says so', async () => {
    expect(await faultOf(() => fromFile('{"name": "package"}'))).toBe('fault.notRun')
    expect(await faultOf(() => fromFile('not json'))).toBe('fault.notRun')
    expect(await faultOf(() => fromFile('{"kubarium": 2}'))).toBe('fault.newer')
  })

  test('a run that could not be opened again is not given away', async () => {
    expect(await faultOf(() => toLink({ ...smallRun, view: { time: Infinity } }))).toBe('fault.field')
  })

  test('a fault is a sentence in both languages', () => {
    const fault = new Fault('fault.field', { at: 'log[3].node' })
    expect(fault.said('en')).toBe('The run cannot be read: log[3].node is not as it should be.')
    expect(fault.said('ko')).toContain('log[3].node')
    expect(sayShare('ko', 'fault.notRun')).toMatch(/[가-힣]/)
  })
})

describe('letters', () => {
  test('any bytes come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([...fromLetters(toLetters(bytes))]).toEqual([...bytes])
      }),
    )
  })
})

const toFileText = (log: unknown): string => JSON.stringify({ kubarium: 1, ...smallRun, log })
