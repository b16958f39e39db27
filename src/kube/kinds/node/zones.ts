import type { Condition } from '../../../api/meta'
import type { Node } from './api'

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption'

/** Share of nodes that are not ready from which a zone counts as disrupted; upstream: --unhealthy-zone-threshold. */
export const UNHEALTHY = 0.55

/** Nodes beyond which a disrupted zone is still evicted from, slowly; upstream: --large-cluster-size-threshold. */
const LARGE = 50

/** How a zone is, by the Ready conditions of its nodes; upstream: ComputeZoneState. */
export function zoneState(
  ready: readonly (Condition | undefined | null)[],
  threshold = UNHEALTHY,
): { notReady: number; state: ZoneState } {
  const notReady = ready.filter((condition) => condition?.status !== 'True').length
  if (notReady > 0 && notReady === ready.length) return { notReady, state: 'FullDisruption' }
  return { notReady, state: notReady > 2 && notReady / ready.length >= threshold ? 'PartialDisruption' : 'Normal' }
}

/** The zone of a node; upstream: GetZoneKey. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const region = labels['topology.kubernetes.io/region'] ?? ''
  const zone = labels['topology.kubernetes.io/zone'] ?? ''
  return region || zone ? `${region}:${zone}` : ''
}

/**
 * Ms between two nodes of a zone that are evicted from; Infinity stops it. When all zones are down it is more likely that the master
 * is cut off than that all nodes are dead, and nobody is evicted. Upstream: handleDisruption.
 */
export function evictionPause(state: ZoneState, nodes: number, allDown: boolean): number {
  if (allDown) return Infinity
  if (state !== 'PartialDisruption') return 10_000
  return nodes > LARGE ? 100_000 : Infinity
}
