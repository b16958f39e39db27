import type { Pair } from './flow'

/** What a pod asks of a service. */
export interface Caller {
  /** Uids of the pod and of the service. */
  readonly from: string
  readonly service: string
  /** Requests in the last second, and those of them that came to nothing. */
  readonly rate: number
  readonly lost: number
}

/** Who asks whom, one entry for each two: all who are told to ask, even in a second without a request, and all who did. */
export function callersIn(told: readonly (readonly [string, string])[], pairs: readonly Pair[]): readonly Caller[] {
  const callers = new Map<string, Caller>()
  const add = (from: string, service: string, sent: number, failed: number) => {
    if (!service || from === 'users' || from === 'ingress') return
    const key = `${from} ${service}`
    const { rate, lost } = callers.get(key) ?? { rate: 0, lost: 0 }
    callers.set(key, { from, service, rate: rate + sent, lost: lost + failed })
  }
  for (const [from, service] of told) add(from, service, 0, 0)
  for (const { from, service, sent, ok } of pairs) add(from, service, sent, sent - ok)
  return [...callers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, caller]) => caller)
}
