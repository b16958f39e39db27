import type { Pair } from '../net/traffic'
import type { CallView } from './frame'

/** What went from pods to Services, one entry for each two; what the ingress controller and users ask is told elsewhere. */
export function callsIn(pairs: readonly Pair[]): readonly CallView[] {
  const calls = new Map<string, CallView>()
  for (const { from, service, sent, ok } of pairs) {
    if (!service || from === 'users' || from === 'ingress') continue
    const key = `${from} ${service}`
    const { rate, lost } = calls.get(key) ?? { rate: 0, lost: 0 }
    calls.set(key, { from, service, rate: rate + sent, lost: lost + sent - ok })
  }
  return [...calls].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call)
}
