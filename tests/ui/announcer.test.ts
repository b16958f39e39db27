import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Announcer } from '../../src/ui/announcer.svelte'
import { english, say } from '../../src/ui/i18n/say'
import { absorb, emptyView, type View } from '../../src/ui/readModel'
import type { Frame, PodState } from '../../src/world/frame'
import { fakeFrame, podView } from './fakeWorld'

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
