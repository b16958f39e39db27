import type { KubeObject } from '../../api/meta'
import { matchRequirement } from '../../api/labels'
import type { Quantity } from '../../api/quantity'
import { virtualMs } from '../../api/time'
import { isExtendedResource, qosClass, type Container, type Pod } from '../kinds/pod/api'
import type { ScopeRequirement } from '../kinds/resourcequota/api'
import { amountsOf, ONE, type Amounts } from './amounts'
import type { Evaluator } from './evaluator'
import { podAmounts } from './podAmounts'

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage']
const NAMES: ReadonlySet<string> = new Set([
  'pods',
  'count/pods',
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
])
/** Resources for which every container must say what it takes; a mistake that upstream keeps for old times' sake. */
const DEMANDED: ReadonlySet<string> = new Set(['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]))
const isHugePages = (name: string) => name.startsWith('hugepages-')

/** Amounts by the names that quotas have for them. Rule: podComputeUsageHelper. */
function named(requests: Amounts, limits: Amounts): Map<string, Quantity> {
  const usage = new Map<string, Quantity>()
  for (const [name, value] of requests) {
    if (COMPUTE.includes(name) || isHugePages(name)) usage.set(name, value).set(`requests.${name}`, value)
    else if (isExtendedResource(name)) usage.set(`requests.${name}`, value)
  }
  for (const [name, value] of limits) if (COMPUTE.includes(name)) usage.set(`limits.${name}`, value)
  return usage
}

/** Does a pod still count: not over, and not past its grace? Rule: QuotaV1Pod. */
export function countsAsPod({ metadata, status }: Pod, now: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true
  return now <= virtualMs(deletionTimestamp) + deletionGracePeriodSeconds * 1000
}

/** Pods: how many, and what they request and are limited to. Rule: the pod evaluator. */
export const podEvaluator: Evaluator = {
  updates: false,
  usage(object, now) {
    const pod = object as Pod
    if (!countsAsPod(pod, now)) return new Map([['count/pods', ONE]])
    const usage = named(podAmounts(pod.spec, 'requests'), podAmounts(pod.spec, 'limits'))
    return usage.set('pods', ONE).set('count/pods', ONE)
  },
  concerns(resource) {
    if (NAMES.has(resource) || isHugePages(resource)) return true
    if (!resource.startsWith('requests.')) return false
    const plain = resource.slice('requests.'.length)
    return isHugePages(plain) || isExtendedResource(plain)
  },
  matches: (scope, object) => inScope(scope, object as Pod),
  missing(resources, object) {
    const { spec } = object as Pod
    const whole = named(amountsOf(spec.resources?.requests), amountsOf(spec.resources?.limits))
    const demanded = resources.filter((name) => DEMANDED.has(name) && !whole.has(name)).sort()
    const silent = demanded.flatMap((name) => {
      const names = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap((one) =>
        says(one, name) ? [] : [one.name],
      )
      return names.length ? [`${name} for: ${[...new Set(names)].sort().join(',')}`] : []
    })
    return silent.length ? `must specify ${silent.join('; ')}` : ''
  },
}

const says = ({ resources }: Container, name: string) =>
  named(amountsOf(resources?.requests), amountsOf(resources?.limits)).has(name)

/** Rule: podMatchesScopeFunc. */
function inScope({ scopeName, operator, values = [] }: ScopeRequirement, pod: Pod): boolean {
  const { activeDeadlineSeconds, priorityClassName } = pod.spec
  switch (scopeName) {
    case 'Terminating':
      return (activeDeadlineSeconds ?? -1) >= 0
    case 'NotTerminating':
      return !((activeDeadlineSeconds ?? -1) >= 0)
    case 'BestEffort':
      return qosClass(pod) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(pod) !== 'BestEffort'
    case 'PriorityClass': {
      if (operator === 'Exists') return Boolean(priorityClassName)
      const labels: Record<string, string> = priorityClassName ? { PriorityClass: priorityClassName } : {}
      const how = operator === 'DoesNotExist' ? '!' : operator === 'NotIn' ? 'notin' : 'in'
      return matchRequirement({ key: 'PriorityClass', operator: how, values }, labels)
    }
    case 'CrossNamespacePodAffinity':
      return reachesOut(pod)
    default:
      return false
  }
}

interface Term {
  readonly namespaces?: readonly string[]
  readonly namespaceSelector?: unknown
}

function reachesOut({ spec }: Pod): boolean {
  const out = ({ namespaces, namespaceSelector }: Term) => Boolean(namespaces?.length) || namespaceSelector !== undefined
  return [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].some(
    (affinity) =>
      affinity?.requiredDuringSchedulingIgnoredDuringExecution?.some(out) ||
      affinity?.preferredDuringSchedulingIgnoredDuringExecution?.some(({ podAffinityTerm }) => out(podAffinityTerm)),
  )
}

/** Did a pod stop counting with this change? */
export const stoppedCounting = (old: KubeObject, next: KubeObject, now: number): boolean =>
  countsAsPod(old as Pod, now) && !countsAsPod(next as Pod, now)
