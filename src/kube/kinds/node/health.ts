import type { Condition } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import type { Node } from './api'

/** When the controller last saw a sign of life, and by what it will know the next one. */
export interface Health {
  /** Virtual ms at which the controller noticed it. */
  readonly seen: number
  /** Renewal of the lease and heartbeat of the status, as they were then. */
  readonly lease: string
  readonly heartbeat: string
}

/** Conditions that only the kubelet can know. */
const OBSERVED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

/** A heartbeat of a status; upstream: lastHeartbeatTime, which this API's Condition may carry. */
export const heartbeatOf = (condition: Condition | undefined): string =>
  (condition as (Condition & { readonly lastHeartbeatTime?: string }) | undefined)?.lastHeartbeatTime ?? ''

/** The health after another look: renewed when lease or heartbeat moved. */
export function healthAfter(before: Health | undefined, lease: string, heartbeat: string, now: number): Health {
  const still = before && before.lease === lease && before.heartbeat === heartbeat
  return still ? before : { seen: now, lease, heartbeat }
}

/** The node as it is when nothing was heard for too long: nobody knows how it is. Upstream: tryUpdateNodeHealth. */
export function unknown(node: Node, now: number): Node {
  const conditions = [...(node.status.conditions ?? [])]
  for (const type of OBSERVED) {
    const at = conditions.findIndex((condition) => condition.type === type)
    const current = conditions[at]
    if (!current) {
      conditions.push(
        silent(
          type,
          'NodeStatusNeverUpdated',
          'Kubelet never posted node status.',
          node.metadata.creationTimestamp,
          timestamp(now),
        ),
      )
    } else if (current.status !== 'Unknown') {
      const heartbeat = heartbeatOf(current) || node.metadata.creationTimestamp
      conditions[at] = silent(type, 'NodeStatusUnknown', 'Kubelet stopped posting node status.', heartbeat, timestamp(now))
    }
  }
  return { ...node, status: { ...node.status, conditions } }
}

const silent = (
  type: string,
  reason: string,
  message: string,
  lastHeartbeatTime: string,
  lastTransitionTime: string,
): Condition => ({ type, status: 'Unknown', lastHeartbeatTime, lastTransitionTime, reason, message }) as Condition
