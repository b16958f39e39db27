import type { Endpoint } from './types'

/** A ready endpoint with word for whom it is meant first, if the service asks for short ways. Upstream: trafficdist.ReconcileHints. */
export function hinted(endpoint: Endpoint, distribution: string | undefined): Endpoint {
  const { zone, nodeName, conditions } = endpoint
  if (!distribution || conditions?.ready === false) return endpoint
  const forZones = zone ? [{ name: zone }] : undefined
  const forNodes = nodeName && distribution === 'PreferSameNode' ? [{ name: nodeName }] : undefined
  if (!forZones && !forNodes) return endpoint
  return { ...endpoint, hints: { ...(forZones && { forZones }), ...(forNodes && { forNodes }) } }
}
