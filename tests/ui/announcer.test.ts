import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Announcer } from '../../src/ui/announcer.svelte'
import { dictionaryOf, say } from '../../src/ui/i18n/say'
import { absorb, emptyView, type View } from '../../src/ui/readModel'
import type { Frame, PodState } from '../../src/world/frame'
import { WorldSession } from '../../src/world/session'
import { fakeFrame, podView } from './fakeWorld'

const english = await dictionaryOf('en')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page that is told frames by hand. */
function page() {
  const followers = new Set<(frame: Frame) => void>()
  const session = {
    view: emptyView as View,
    say: (key: string, values?: Readonly<Record<string, string | number>>) => say(english, key, values),
    follow(follower: (frame: Frame) => void) {
      followers.add(follower)
      return () => followers.delete(follower)
    },
  }
  const tell = (frame: Frame) => {
    session.view = absorb(session.view, frame)
    for (const follower of followers) follower(frame)
  }
  let now = 1000
  const quiet = (more: Partial<Frame> = {}): Frame => ({
    reset: false,
    now: (now += 100),
    end: now,
    pods: [],
    gonePods: [],
    messages: [],
    marks: [],
    driftLine: [],
    ...more,
  })
  return {
    announcer: new Announcer(session),
    followers,
    tell,
    jump: () => tell({ ...fakeFrame((now += 1000), now, null), reset: true }),
    pod: (name: string, state: PodState, more: Partial<Frame> = {}) =>
      tell(quiet({ pods: [podView(name, state, 'node-1', 3, { owner: '' })], ...more })),
    quiet: (more: Partial<Frame> = {}) => tell(quiet(more)),
  }
}

test('says nothing while somebody scrubs, and how things stand once they let go', () => {
  const { announcer, jump } = page()
  for (let i = 0; i < 20; i++) {
    jump()
    vi.advanceTimersByTime(300)
    expect(announcer.sentence).toBe('')
  }
  vi.advanceTimersByTime(600)
  expect(announcer.sentence).toMatch(/^Asked for 5, has 2 ready\. /)
})

test('of what happens at about the same time the weightiest is said, as it is by then', () => {
  const { announcer, jump, pod } = page()
  jump()
  vi.advanceTimersByTime(5000)
  pod('web-1', 'pending')
  pod('web-1', 'creating')
  pod('api-9', 'crash')
  pod('web-1', 'ready')
  vi.advanceTimersByTime(500)
  expect(announcer.sentence).toMatch(/^Pod 9 waits to start again: CrashLoopBackOff, last exit code 1\./)
})

test('never more than one sentence in two and a half seconds, however much happens', () => {
  const { announcer, jump, pod } = page()
  jump()
  vi.advanceTimersByTime(5000)
  const heard: number[] = []
  let last = announcer.sentence
  for (let ms = 0; ms < 60_000; ms += 100) {
    pod(`web-${ms}`, ms % 200 ? 'crash' : 'ready')
    vi.advanceTimersByTime(100)
    if (announcer.sentence !== last) heard.push(ms)
    last = announcer.sentence
  }
  expect(heard.length).toBeGreaterThan(5)
  expect(heard.slice(1).every((at, i) => at - heard[i]! >= 2500)).toBe(true)
})

test('a quiet cluster is quiet, and so is a page that was left', () => {
  const { announcer, followers, jump, quiet, pod } = page()
  jump()
  vi.advanceTimersByTime(5000)
  const { sentence } = announcer
  for (let i = 0; i < 50; i++) {
    quiet()
    vi.advanceTimersByTime(100)
  }
  expect(announcer.sentence).toBe(sentence)
  announcer.stop()
  pod('web-1', 'crash')
  vi.advanceTimersByTime(10_000)
  expect(announcer.sentence).toBe(sentence)
  expect(followers.size).toBe(0)
})

test('a rollout of a thousand replicas is told in a few sentences, and the last one is true', () => {
  const text = (image: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: 1000\n  selector: { matchLabels: { app: web } }
  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: '${image}' }] }\n`
  const file = 'web.yaml'
  const world = new WorldSession({
    seed: 1,
    nodes: 14,
    files: [],
    log: [{ at: 0, command: { type: 'apply', file, text: text('nginx:1.27') } }],
  })
  const { announcer, tell } = page()
  const heard: string[] = []
  tell(world.seek(60_000))
  world.dispatch({ type: 'apply', file, text: text('nginx:1.28') })
  for (let now = 60_500; now <= 130_000; now += 500) {
    tell(world.tick(now, () => true))
    vi.advanceTimersByTime(500)
    if (announcer.sentence !== heard.at(-1)) heard.push(announcer.sentence)
  }
  expect(world.seek(130_000).drift?.[0]).toMatchObject({ want: 1000, have: 1000 })
  // Two thousand Pods came or went meanwhile.
  expect(heard.length).toBeGreaterThan(2)
  expect(heard.length).toBeLessThanOrEqual(12)
  expect(heard.at(-1)).toMatch(/1000/)
})
