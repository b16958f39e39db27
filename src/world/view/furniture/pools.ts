import type { PoolView } from '../../frame'
import { definePart } from './part'

/** Machines by the dozen. */
export const pools = definePart<PoolView>({
  kinds: ['Node'],
  mark: ({ sources }) => sources.poolsMark(),
  build: ({ sources }) => sources.pools(),
})
