import fc from 'fast-check'
import type { Act } from '../act'

const PARTS = ['apiserver', 'etcd', 'scheduler', 'controller-manager'] as const
const place = fc.integer({ min: 0, max: 9 })

/** What breaks under everybody, whatever they run. */
export const faults: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    machine: fc.constantFrom('power-off', 'power-on', 'cut', 'mend', 'cordon', 'uncordon', 'drain', 'remove-node'),
    place,
  }),
  fc.record({ type: fc.constantFrom('stop', 'start'), part: fc.constantFrom(...PARTS) }),
  fc.record({ pod: fc.constantFrom('kill', 'force', 'evict', 'kill-container'), place }),
  fc.constantFrom(0, 0.1, 1).map((speed) => ({ type: 'registry' as const, speed })),
  fc.constantFrom('zone-a', 'zone-b').map((zone) => ({ type: 'add-node' as const, zone })),
)

/** All parts run again. */
export const partsUp: readonly Act[] = PARTS.map((part) => ({ type: 'start', part }))
