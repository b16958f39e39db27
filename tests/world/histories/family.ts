import type fc from 'fast-check'
import type { World } from '../../../src/world/world'
import type { Act } from './act'

/** One corner of Kubernetes: what people do there, and how it looks when they have stopped. */
export interface Family {
  readonly name: string
  readonly begin: readonly Act[]
  readonly acts: fc.Arbitrary<Act>
  /** What puts an end to it: files as they shall be, no more requests, nothing suspended. */
  readonly calm: readonly Act[]
  /** What is done a minute after that. */
  readonly then?: readonly Act[]
  /** What is expected once all is at rest; throws. */
  rests(world: World): void
}
