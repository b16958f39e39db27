import type { Phrase } from '../../world/frame'
import { policyOf } from './rules'
import { told, type Seen } from './seen'

/** What is not at rest although every workload has what it asks for. */
export function unrest(seen: Seen): Phrase | null {
  const lost = seen.nodes.filter(({ ready }) => ready !== 'True').length
  if (lost > 0) return told('but.nodesLost', { n: lost })
  const blocked = seen.furniture.blocked[0]
  if (blocked) return told('but.blocked', { policy: policyOf(blocked.policies) })
  const service = seen.services.find((one) => one.lost > 0)
  if (service) return told('but.requestsLost', { name: service.name, lost: service.lost })
  const drained = seen.nodes.find(({ draining }) => draining)
  if (drained) return told('but.draining', { node: drained.name, n: drained.draining!.left })
  const joining = seen.furniture.pools.reduce((sum, pool) => sum + pool.joining, 0)
  return joining > 0 ? told('but.joining', { n: joining }) : null
}
