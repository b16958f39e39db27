import { afterEach, describe, expect, test, vi } from 'vitest'
import { addressOf, addressWith, holdsRun, readAddress } from '../../../src/ui/address'
import { appliedIn } from '../../../src/ui/edit/files'
import { absorb, emptyView } from '../../../src/ui/readModel'
import { baseOf, embedAddress, embedCode, joinedYaml } from '../../../src/ui/share/embedCode'
import { Fault } from '../../../src/ui/share/fault'
import { openAddress, openBrought } from '../../../src/ui/share/opening'
import { pointedAt, uidOf } from '../../../src/ui/share/pointing'
import { qrMost, qrOf } from '../../../src/ui/share/qr'
import { optionsFor } from '../../../src/ui/share/replay'
import { broughtBy, fetchGist, fetchSource, gistFiles } from '../../../src/ui/share/source'
import { shareTexts } from '../../../src/ui/share/texts'
import { fromLink, toLink } from '../../../src/ui/share/codec'
import type { LoggedCommand, SourceFile } from '../../../src/world/command'
import { loadScenario, shelf } from '../../../src/ui/scenarios'
import type { OpeningOptions } from '../../../src/ui/scenario'
import { fakeFrame } from '../fakeWorld'
import { smallRun } from './anyRun'

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name!).toSorted()
const keyOf = (made: Promise<unknown>): Promise<string> =>
  made.then(
    () => '',
    (error: unknown) => (error instanceof Fault ? error.key : String(error)),
  )

afterEach(() => vi.unstubAllGlobals())

test('every sentence of sharing is there in both languages, with the same values', () => {
  for (const [key, { en, ko }] of Object.entries(shareTexts)) {
    expect({ key, places: places(ko) }).toEqual({ key, places: places(en) })
    expect(/[가-힣]/.test(ko) || en === ko || key === 'share.yamlText').toBe(true)
  }
})

describe('the address', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  const read = (search: string) => {
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    return readAddress(search, ['en'])
  }

  test('says when it holds a run', () => {
    expect(holdsRun({ search: '', hash: '#v1.abc' })).toBe(true)
    expect(holdsRun({ search: '?gist=abc', hash: '' })).toBe(true)
    expect(holdsRun({ search: '?src=', hash: '#value' })).toBe(false)
  })

  test('asks for a seed and a camera, or is passed over', () => {
    expect(read('?seed=7&d=10,-20.5,1.5')).toMatchObject({ seed: 7, camera: { x: 10, y: -20.5, k: 1.5 } })
    for (const search of ['?seed=x&d=1,2', '?seed=1.5&d=1,2,', '?d=1,2,3,4', '?d=1,2,0']) {
      expect(Object.keys(read(search))).not.toContain('seed')
      expect(Object.keys(read(search))).not.toContain('camera')
    }
  })

  test('asks for what is about the page, bounded', () => {
    expect(read('?readonly&nointro&scale=1.25&ctl&cmd=a;b&cmd=c&hide=top,nothing&hide=share')).toMatchObject({
      ...{ readonly: true, plain: true, scale: 1.25, waits: true, commands: ['a;b', 'c'], hidden: new Set(['top', 'share']) },
    })
    expect([read('?scale=9').scale, read('?scale=0.1').scale]).toEqual([2, 0.75])
    for (const search of ['', '?readonly=0&nointro=false&scale=-1&cmd=', '?scale=big'])
      for (const name of ['readonly', 'plain', 'scale', 'commands']) expect(Object.keys(read(search))).not.toContain(name)
    expect(read('?paused=0&ctl=false')).toMatchObject({ paused: false, waits: false, followsTheme: true, origin: '' })
    expect(read('?theme=light&origin=https://a.example')).toMatchObject({ followsTheme: false, origin: 'https://a.example' })
  })

  test('of another run keeps what is about the page', () => {
    expect(addressWith('?theme=light&t=5&lens=owns', '#v1.a')).toBe('?theme=light#v1.a')
    expect(addressWith('?cmd=a&scale=2&hide=top&readonly', '#v1.a')).toBe('?readonly=&hide=top&scale=2#v1.a')
    expect(addressOf('?lang=ko&src=x', 'job')).toBe('?lang=ko&scenario=job')
  })

  test('has the last word on how a shared run opens', () => {
    const options = { speed: 4, paused: true, at: null, lens: null } as unknown as OpeningOptions
    const view = { time: 5, speed: 'max', camera: { x: 1, y: 2, k: 3 } } as const
    expect(optionsFor(options, view, '?speed=4&paused')).toMatchObject({ speed: 4, paused: true, camera: view.camera })
    expect(optionsFor(options, view, '')).toMatchObject({ speed: Infinity, paused: false })
  })
})

test('files as a log leaves them: the last text of each, and none that was emptied', () => {
  const apply = (file: string, text: string) => ({ at: 0, command: { type: 'apply', file, text } as const })
  expect(appliedIn([apply('a.yaml', '1'), apply('b.yaml', '2'), apply('a.yaml', '3'), apply('b.yaml', '')])).toEqual([
    { name: 'a.yaml', text: '3' },
  ])
})

test.each(shelf.map(({ id }) => id))('the scenario %s can be shared, in a link that a QR code holds', async (id) => {
  const { seed, nodes, files, log, opensAt, title } = (await loadScenario(id))!
  const run = { seed, nodes, files, log: [...files.map(applied), ...log], view: { time: opensAt }, scenario: id }
  const link = await toLink(run)
  expect(link.length).toBeLessThan(qrMost - 40)
  const { scenario } = await openBrought({ run: await fromLink(link) }, '')
  expect(scenario).toMatchObject({ title, origin: id, isReplay: true })
})

const applied = ({ name, text }: SourceFile): LoggedCommand => ({ at: 0, command: { type: 'apply', file: name, text } })

describe('embed', () => {
  test('its code says where, how large, and cannot be broken out of', () => {
    const address = embedAddress('https://a.example/k/index.html?t=3#x', '#v1.ab', { theme: 'light', language: 'ko' })
    expect(address).toBe('https://a.example/k/embed.html?theme=light&lang=ko#v1.ab')
    const code = embedCode(address, 'a "b" <c>', { width: 720, height: 420 })
    expect(code).toContain('title="a &quot;b&quot; &lt;c&gt;" width="720" height="420"')
    expect(code).toContain('theme=light&amp;lang=ko#v1.ab"')
    expect(baseOf('https://a.example/k/#v1.x?y')).toBe('https://a.example/k/')
  })

  test('all files are one YAML text', () => {
    expect(joinedYaml([{ text: 'a: 1\n' }, { text: '  \n' }, { text: '---\nb: 2' }])).toBe('a: 1\n---\nb: 2\n')
  })
})

test('a QR code is a path of the dark squares, up to what one holds', () => {
  const code = qrOf('https://kubarium.example/#v1.abc')!
  // The finder at the top left: seven dark squares, then the ring around it.
  expect(code.path).toMatch(/^M0 0h7v1h-7z/)
  expect(code.path).toContain('M0 1h1v1h-1z')
  expect(qrOf('a'.repeat(qrMost))?.size).toBe(177)
  expect(qrOf('a'.repeat(qrMost + 1))).toBeNull()
})

test('what is selected is named, and found again by its names', () => {
  const view = absorb(emptyView, fakeFrame(1000, 1000, null))
  for (const uid of ['uid-web-7c4b9-z4jfn', 'uid-node-2', 'uid-svc', 'uid-web', 'scheduler', 'controller:deployment']) {
    const pointed = pointedAt(view, uid)!
    expect(uidOf(view, pointed)).toBe(uid)
  }
  expect(pointedAt(view, 'uid-web')).toEqual({ kind: 'Deployment', namespace: 'default', name: 'web' })
  expect(pointedAt(view, null)).toBeUndefined()
  expect(uidOf(view, { kind: 'Pod', namespace: 'default', name: 'gone' })).toBeUndefined()
  expect(uidOf(view, { kind: 'Part', namespace: '', name: 'constructor' })).toBeUndefined()
})

describe('what an address names', () => {
  const yaml = 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n'
  const answer = (body: string, init: ResponseInit = {}) =>
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(body, init)),
    )
  const here = 'https://kubarium.example/'

  test('YAML becomes a file of its name, a saved run a run', async () => {
    answer(yaml)
    expect(await fetchSource('https://a.example/x/My%20file.yml', here)).toEqual({
      files: [{ name: 'My-20file.yml', text: yaml }],
    })
    answer(JSON.stringify({ kubarium: 1, ...smallRun }))
    expect(await fetchSource('./run.kubarium.json', here)).toEqual({ run: smallRun })
  })

  test.each([
    ['javascript:alert(1)', 'fault.address'],
    ['http://a.example/x.yaml', 'fault.address'],
    ['https://', 'fault.address'],
    ['data:text/yaml,a', 'fault.address'],
  ])('%s is not fetched', async (url, key) => {
    answer(yaml)
    expect(await keyOf(fetchSource(url, here))).toBe(key)
    expect(fetch).not.toHaveBeenCalled()
  })

  test('what goes wrong on the way is told', async () => {
    answer('', { status: 404 })
    expect(await keyOf(fetchSource('https://a.example/x.yaml', here))).toBe('fault.status')
    answer('<!doctype html><p>Sign in</p>')
    expect(await keyOf(fetchSource('https://a.example/x', here))).toBe('fault.yaml')
    answer('x'.repeat(5 * 2 ** 20))
    expect(await keyOf(fetchSource('https://a.example/x.yaml', here))).toBe('fault.large')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await keyOf(fetchSource('https://a.example/x.yaml', here))).toBe('fault.unreachable')
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'TimeoutError')))
    expect(await keyOf(fetchSource('https://a.example/x.yaml', here))).toBe('fault.slow')
  })

  test('a gist brings its YAML; its limits are told', async () => {
    const files = { 'a.yaml': { filename: 'a.yaml', content: yaml }, 'b.md': { filename: 'b.md', content: '' } }
    answer(JSON.stringify({ files }))
    expect(await fetchGist('me/0123abcdef')).toEqual({ files: [{ name: 'a.yaml', text: yaml }] })
    answer(JSON.stringify({ files: {} }))
    expect(await keyOf(fetchGist('0123abcdef'))).toBe('fault.gistEmpty')
    answer('', { status: 403, headers: { 'x-ratelimit-reset': '1700000000' } })
    expect(await keyOf(fetchGist('0123abcdef'))).toBe('fault.gistLimit')
    answer('', { status: 404 })
    expect(await keyOf(fetchGist('0123abcdef'))).toBe('fault.gistNone')
    expect(await keyOf(fetchGist('../users'))).toBe('fault.gistName')
  })

  test.each(['null', '[]', '{"files": 1}', '{"files": {"a": null, "b": {"filename": 1}}}'])(
    'an odd answer %s is no gist',
    (text) => {
      expect(gistFiles(text)).toEqual([])
    },
  )

  test('names that no file can have here are replaced, and none is taken twice', async () => {
    const names = ['../../etc/passwd', 'a.yaml', 'a.yaml', ''].map((name) => ({ name, text: yaml }))
    const brought = await broughtBy(names)
    const made = 'files' in brought ? brought.files.map(({ name }) => name) : []
    expect(new Set(made).size).toBe(4)
    for (const name of made) expect(name).toMatch(/^\w[\w.-]*\.ya?ml$/)
  })

  test('an address that holds nothing readable is a fault, never an error', async () => {
    for (const hash of ['#v1.%%%', '#v1', '#v1.AAAA', '#v77']) {
      expect(await openAddress({ href: here + hash, search: '', hash })).toBeInstanceOf(Fault)
    }
  })

  test('files that came are a scenario of their own name, apart from all others', async () => {
    const { scenario, seen } = await openBrought({ files: [{ name: 'a.yaml', text: yaml }] }, 'https://a.example/$&')
    expect(scenario).toMatchObject({ title: { en: 'a.yaml', ko: 'a.yaml' }, log: [], opensAt: 0 })
    expect(scenario.lead.en).toContain('https://a.example/$&')
    expect(scenario.id).toMatch(/^source:\w+$/)
    expect(seen).toBeUndefined()
  })
})
