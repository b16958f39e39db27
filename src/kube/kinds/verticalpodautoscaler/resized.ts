import { canonicalQuantity, formatMilli } from '../../../api/quantity'
import type { Container, ResourceList } from '../pod/api'
import { amountOf, policyFor } from './policy'
import type { VerticalPodAutoscaler } from './types'

/** Containers with the requests that are recommended, and what was changed, `container 0: cpu request, memory request`. */
export function resizedContainers(
  vpa: VerticalPodAutoscaler,
  containers: readonly Container[],
): { readonly containers: readonly Container[]; readonly changes: readonly string[] } {
  const recommendations = vpa.status?.recommendation?.containerRecommendations ?? []
  const changes: string[] = []
  const next = containers.map((container, i) => {
    const found = recommendations.find(({ containerName }) => containerName === container.name)
    if (!found || !Object.keys(found.target).length) return container
    const { requests = {}, limits = {} } = container.resources ?? {}
    const both = policyFor(vpa, container.name)?.controlledValues !== 'RequestsOnly'
    const scaled = both ? scaledLimits(requests, limits, found.target) : {}
    const told = [
      ...Object.keys(found.target).map((resource) => `${resource} request`),
      ...Object.keys(scaled).map((resource) => `${resource} limit`),
    ]
    changes.push(`container ${i}: ${told.join(', ')}`)
    const nextLimits = { ...limits, ...scaled }
    return {
      ...container,
      resources: {
        ...container.resources,
        requests: { ...requests, ...within(found.target, nextLimits) },
        ...(Object.keys(nextLimits).length && { limits: nextLimits }),
      },
    }
  })
  return { containers: next, changes }
}

/** Limits keep their proportion to the requests; a limit without a request stood for the request. */
function scaledLimits(requests: ResourceList, limits: ResourceList, target: ResourceList): ResourceList {
  const scaled: Record<string, string> = {}
  for (const [resource, text] of Object.entries(target)) {
    const limit = limits[resource]
    if (limit === undefined) continue
    const before = amountOf(resource, requests[resource] ?? limit)
    if (before === 0) continue
    const amount = (amountOf(resource, text) * amountOf(resource, limit)) / before
    scaled[resource] = resource === 'cpu' ? formatMilli(Math.floor(amount)) : canonicalQuantity(Math.floor(amount))
  }
  return scaled
}

/** No request may be larger than a limit that stays. */
const within = (target: ResourceList, limits: ResourceList): ResourceList =>
  Object.fromEntries(
    Object.entries(target).map(([resource, text]) => {
      const limit = limits[resource]
      return [resource, limit !== undefined && amountOf(resource, text) > amountOf(resource, limit) ? limit : text]
    }),
  )
