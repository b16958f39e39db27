import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { nothing, plus, type Count } from './flow'

/** What was asked in a stretch of time, and in the one before. */
interface Window {
  readonly number: number
  readonly sent: number
  readonly lost: number
  readonly sentBefore: number
  readonly lostBefore: number
}

/** What pods asked of a service by themselves. */
export interface Called {
  /** Requests in the last full second, and those of them that were lost. */
  readonly rate: number
  readonly lost: number
  readonly total: Count
}

/** Who got how much. */
export interface Tallies {
  /** A pod got requests. */
  served(pod: string, sent: number, became: { readonly ok: number; readonly failed: number }): void
  servedBy(pod: string): Count
  /** A service, by uid, was asked. */
  asked(service: string, sent: number): void
  /** Requests per second over the last window that is over, by the uid of a service or of a pod. */
  rateOf(uid: string): number
  /** A pod called a service, `namespace/name`. */
  called(service: string, sent: number, lost: number): void
  callsOf(service: string): Called | undefined
}

interface SavedTallies {
  readonly pods: SavedMap<string, Count>
  readonly windows: SavedMap<string, Window>
  readonly calls: SavedMap<string, Window>
  readonly totals: SavedMap<string, Count>
}

/** Over how long rates are measured, for those who scale by them. */
const WINDOW_MS = 15_000
const SECOND_MS = 1000

/** Makes the books; a part of every keyframe. */
export function createTallies(kernel: Kernel): Tallies {
  const pods = new CowMap<string, Count>()
  const windows = new CowMap<string, Window>()
  const calls = new CowMap<string, Window>()
  const totals = new CowMap<string, Count>()
  kernel.part<SavedTallies>('network.tallies', {
    save: () => ({ pods: pods.save(), windows: windows.save(), calls: calls.save(), totals: totals.save() }),
    load(state) {
      pods.load(state.pods)
      windows.load(state.windows)
      calls.load(state.calls)
      totals.load(state.totals)
    },
  })
  const current = (map: CowMap<string, Window>, key: string, length: number): Window => {
    const number = Math.floor(kernel.now / length)
    const last = map.get(key)
    if (last?.number === number) return last
    const before = last?.number === number - 1 ? last : undefined
    return { number, sent: 0, lost: 0, sentBefore: before?.sent ?? 0, lostBefore: before?.lost ?? 0 }
  }
  const add = (map: CowMap<string, Window>, key: string, length: number, sent: number, lost: number) => {
    const old = current(map, key, length)
    map.set(key, { ...old, sent: old.sent + sent, lost: old.lost + lost })
  }

  return {
    served(pod, sent, became) {
      pods.set(pod, plus(pods.get(pod) ?? nothing, sent, became))
      add(windows, pod, WINDOW_MS, sent, 0)
    },
    servedBy: (pod) => pods.get(pod) ?? nothing,
    asked: (service, sent) => add(windows, service, WINDOW_MS, sent, 0),
    rateOf: (uid) => (windows.has(uid) ? (current(windows, uid, WINDOW_MS).sentBefore * 1000) / WINDOW_MS : 0),
    called(service, sent, lost) {
      add(calls, service, SECOND_MS, sent, lost)
      totals.set(service, plus(totals.get(service) ?? nothing, sent, { ok: sent - lost, failed: lost }))
    },
    callsOf(service) {
      if (!calls.has(service)) return undefined
      const { sentBefore, lostBefore } = current(calls, service, SECOND_MS)
      return { rate: sentBefore, lost: lostBefore, total: totals.get(service) ?? nothing }
    },
  }
}
