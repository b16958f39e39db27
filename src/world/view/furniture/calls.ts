import type { CallView } from '../../frame'
import { definePart } from './part'

/** Who among the pods asks whom. */
export const calls = definePart<CallView>({
  kinds: [],
  mark: ({ sources }) => sources.trafficMark(),
  build: ({ sources }) => sources.calls(),
})
