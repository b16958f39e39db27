import type { EndpointAddress, EndpointSubset } from './types'

/** Says that there were more than fit; upstream: EndpointsOverCapacity. */
export const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'

/** Addresses that one Endpoints object holds at most. */
const MOST = 1000

/** No more addresses than fit, those that are ready first; each subset gives up its share. Upstream: truncateEndpoints. */
export function capped(subsets: readonly EndpointSubset[]): {
  readonly subsets: readonly EndpointSubset[]
  readonly over: boolean
} {
  const count = (pick: (subset: EndpointSubset) => readonly EndpointAddress[] | undefined) =>
    subsets.reduce((sum, subset) => sum + (pick(subset)?.length ?? 0), 0)
  const ready = count(({ addresses }) => addresses)
  const notReady = count(({ notReadyAddresses }) => notReadyAddresses)
  if (ready + notReady <= MOST) return { subsets, over: false }
  const keptReady = Math.min(ready, MOST)
  const keptNotReady = MOST - keptReady
  let [leftReady, leftNotReady] = [keptReady, keptNotReady]
  const kept = subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports }, i): EndpointSubset[] => {
    const last = i === subsets.length - 1
    const share = (all: number, of: number, most: number) => (of === 0 ? 0 : Math.floor((all * most) / of))
    const some = addresses.slice(0, last ? leftReady : share(addresses.length, ready, keptReady))
    const others = notReadyAddresses.slice(0, last ? leftNotReady : share(notReadyAddresses.length, notReady, keptNotReady))
    leftReady -= some.length
    leftNotReady -= others.length
    if (!some.length && !others.length) return []
    return [
      { ...(some.length && { addresses: some }), ...(others.length && { notReadyAddresses: others }), ...(ports && { ports }) },
    ]
  })
  return { subsets: kept, over: true }
}
