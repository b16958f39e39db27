import type { Draft } from '../../../api/meta'
import { addQuantity, formatQuantity, parseQuantity, QuantityError } from '../../../api/quantity'
import type { Container, ResourceList, ResourceRequirements } from './containerTypes'
import { defaultContainer, hostPorts } from './defaultContainer'
import { defaultVolume } from './defaultVolume'
import { fill, mapSame, memo, replace } from './memo'
import type { Pod, PodSpec, PodTemplateSpec } from './types'

/** Fills a pod's spec as it stands in any template. Rule: SetDefaults_PodSpec. The same frozen spec gives the same result. */
export const defaultPodSpec = memo((spec: PodSpec): PodSpec => {
  const account = spec.serviceAccountName || spec.serviceAccount || undefined
  const filled = fill(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    schedulerName: 'default-scheduler',
  })
  return replace(filled, {
    volumes: mapSame(filled.volumes, defaultVolume),
    initContainers: mapSame(filled.initContainers, defaultContainer),
    containers: mapSame(filled.containers, defaultContainer) ?? [],
    ephemeralContainers: mapSame(filled.ephemeralContainers, defaultContainer),
    serviceAccountName: account,
    serviceAccount: account,
    restartPolicy: filled.restartPolicy || 'Always',
    dnsPolicy: filled.dnsPolicy || 'ClusterFirst',
    schedulerName: filled.schedulerName || 'default-scheduler',
  })
})

/** What a pod gets beyond its template: SetDefaults_Pod (requests from limits, service links, ports of the host). */
const defaultOwnSpec = memo((spec: PodSpec): PodSpec => {
  let result = fill(defaultPodSpec(spec), { enableServiceLinks: true })
  result = replace(result, {
    initContainers: mapSame(result.initContainers, requestsFromLimits),
    containers: mapSame(result.containers, requestsFromLimits) ?? [],
  })
  if (result.resources?.limits) {
    result = replace(result, { resources: fillRequests(result.resources, containerRequests(result.containers)) })
  }
  if (!result.hostNetwork) return result
  return replace(result, {
    initContainers: mapSame(result.initContainers, hostPorts),
    containers: mapSame(result.containers, hostPorts) ?? [],
  })
})

/** Fills a pod (v1 defaulting). */
export function defaultPod(pod: Draft<Pod>): Draft<Pod> {
  if (!pod.spec) return pod
  return replace(pod, { spec: defaultOwnSpec(pod.spec) })
}

/** Fills `spec.template` of a workload kind. */
export function defaultTemplate<T extends PodTemplateSpec | undefined>(template: T): T {
  return template?.spec ? (replace(template as PodTemplateSpec, { spec: defaultPodSpec(template.spec) }) as T) : template
}

function requestsFromLimits(container: Container): Container {
  if (!container.resources?.limits) return container
  return replace(container, { resources: fillRequests(container.resources, {}) })
}

function fillRequests(resources: ResourceRequirements, known: ResourceList): ResourceRequirements {
  const { limits = {}, requests = {} } = resources
  const missing = Object.keys(limits).filter((name) => !(name in requests))
  if (!missing.length) return resources
  const added = Object.fromEntries(missing.map((name) => [name, known[name] ?? limits[name]!]))
  return { ...resources, requests: { ...requests, ...added } }
}

/** Sums of the requests of all containers, for a pod that has limits of its own. */
function containerRequests(containers: readonly Container[]): ResourceList {
  const sums: Record<string, string> = {}
  for (const { resources } of containers) {
    for (const [name, amount] of Object.entries(resources?.requests ?? {})) sums[name] = sum(sums[name], amount)
  }
  return sums
}

/** What is no quantity is left for validation to refuse. */
function sum(a: string | undefined, b: string): string {
  if (a === undefined) return b
  try {
    return formatQuantity(addQuantity(parseQuantity(a), parseQuantity(b)))
  } catch (error) {
    if (error instanceof QuantityError) return b
    throw error
  }
}
