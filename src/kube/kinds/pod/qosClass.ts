import { isQuantity, milli } from '../../../api/quantity'
import type { PodSpec, QOSClass } from './types'
import type { ResourceRequirements } from './containerTypes'

const known = new WeakMap<PodSpec, QOSClass>()
const counted = ['cpu', 'memory'] as const

/**
 * How well a pod is protected when memory runs short: Guaranteed when every container limits cpu and memory to what it requests,
 * BestEffort when none asks for anything. Rule: ComputePodQOS. What is no quantity counts as nothing.
 */
export function qosClass({ spec }: { readonly spec: PodSpec }): QOSClass {
  const before = known.get(spec)
  if (before) return before
  const result = compute(spec)
  if (Object.isFrozen(spec)) known.set(spec, result)
  return result
}

function compute(spec: PodSpec): QOSClass {
  const all: (ResourceRequirements | undefined)[] = spec.resources
    ? [spec.resources]
    : [...(spec.initContainers ?? []), ...spec.containers].map((container) => container.resources)
  const requests = { cpu: 0, memory: 0 }
  const limits = { cpu: 0, memory: 0 }
  let everyLimit = true
  for (const resources of all) {
    for (const name of counted) {
      requests[name] += positive(resources?.requests?.[name])
      const limit = positive(resources?.limits?.[name])
      limits[name] += limit
      if (limit === 0) everyLimit = false
    }
  }
  if (counted.every((name) => requests[name] === 0 && limits[name] === 0)) return 'BestEffort'
  return everyLimit && counted.every((name) => requests[name] === limits[name] && requests[name] > 0) ? 'Guaranteed' : 'Burstable'
}

const positive = (amount: string | undefined) =>
  amount !== undefined && isQuantity(String(amount)) ? Math.max(0, milli(amount)) : 0
