import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { absorb, emptyView, frameOf, type View } from '../../src/ui/readModel'
import { Standing } from '../../src/ui/standing.svelte'
import type { Frame } from '../../src/world/frame'
import { fakeFrame } from './fakeWorld'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function page() {
  const followers = new Set<(frame: Frame) => void>()
  const session = {
    view: emptyView as View,
    follow(follower: (frame: Frame) => void) {
      followers.add(follower)
      return () => followers.delete(follower)
    },
  }
  const tell = (frame: Frame) => {
    session.view = absorb(session.view, frame)
    for (const follower of followers) follower(frame)
  }
  return { session, tell, followers }
}

test('the sentence of a moment rests while time runs, comes at once after a jump, and ends with who asked for it', () => {
  const { session, tell, followers } = page()
  const standing = new Standing(session)
  const leave = standing.follow()
  const seen = new Set<unknown>()
  const run = (frames: number, reset: boolean) => {
    for (let i = 0; i < frames; i++) {
      tell({ ...fakeFrame(1000 + i * 16, 9000, null), reset })
      vi.advanceTimersByTime(16)
      seen.add(standing.step)
    }
    return seen.size
  }
  vi.advanceTimersByTime(1000)
  // Two seconds of frames: five looks, and the one before.
  expect(run(125, false)).toBeLessThanOrEqual(7)
  expect(standing.step?.head.key).toBeTruthy()
  vi.advanceTimersByTime(1000)
  const before = standing.step
  tell({ ...fakeFrame(5000, 9000, null), reset: true })
  vi.advanceTimersByTime(80)
  expect(standing.step).not.toBe(before)
  leave()
  expect(followers.size).toBe(0)
})

test('a view as one frame makes the same view again', () => {
  const view = absorb(emptyView, fakeFrame(8000, 9000, null))
  expect(absorb(absorb(emptyView, fakeFrame(300, 400, null)), frameOf(view))).toEqual(view)
})
