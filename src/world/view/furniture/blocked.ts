import type { BlockedView } from '../../frame'
import { definePart } from './part'

/** What policies keep from arriving. */
export const blocked = definePart<BlockedView>({
  kinds: ['NetworkPolicy'],
  mark: ({ store, sources }) => (store.size('NetworkPolicy') === 0 ? 0 : sources.trafficMark()),
  build: ({ sources }) => sources.blockedFlows(),
})
