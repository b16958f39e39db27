import type { BlockedView } from '../../frame'
import { definePart } from './part'

/** What policies keep from arriving. */
export const blocked = definePart<BlockedView>({
  kinds: ['NetworkPolicy'],
  // Also without any policy: what the last one stopped is told for a second after it is gone.
  mark: ({ sources }) => sources.trafficMark(),
  build: ({ sources }) => sources.blockedFlows(),
})
