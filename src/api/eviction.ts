import type { DeleteOptions, Ref } from './client'
import { DISRUPTION_ALLOWED, withAllowedCondition, type Allowance } from './disruptionAllowed'
import { ApiError, forbiddenError, notFoundError } from './errors'
import { compileSelector } from './labels'
import type { Condition, KubeObject, LabelSelector, Time } from './meta'
import type { ApiServer } from './server'
import { timestamp } from './time'

interface Evictable extends KubeObject {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] }
}

/** A PodDisruptionBudget, as far as an eviction reads and writes it. */
interface Budget extends KubeObject {
  readonly spec: { readonly selector?: LabelSelector; readonly unhealthyPodEvictionPolicy?: string }
  readonly status: Allowance & {
    readonly currentHealthy: number
    readonly desiredHealthy: number
    readonly disruptedPods?: Readonly<Record<string, Time>>
  }
}

/** Evictions that the disruption controller may not have seen yet; upstream: MaxDisruptedPodSize. */
const MOST_DISRUPTED = 2000
const budgets = { group: 'policy', plural: 'poddisruptionbudget', kind: 'PodDisruptionBudget' }

/**
 * POST pods/NAME/eviction: a delete that a disruption budget may refuse. A pod that serves is first taken off its budget and marked as the
 * target of a disruption. Throws NotFound; TooManyRequests when the budget is used up; InternalError when several budgets speak of the pod.
 * Upstream: EvictionREST.
 */
export function evict(server: ApiServer, actor: string, ref: Ref, options: DeleteOptions = {}): void {
  const { name, namespace = 'default' } = ref.metadata
  const pod = server.read(actor, 'Pod', name, namespace) as Evictable | undefined
  if (!pod) throw notFoundError(server.kind('Pod'), name)
  if (isUnprotected(pod)) return void server.delete(actor, 'Pod', ref, options)
  const guarding = budgetsOf(server, pod)
  if (guarding.length > 1) {
    const why = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    throw new ApiError(500, 'InternalError', why)
  }
  const budget = guarding[0]
  if (budget && !(!isReady(pod) && mayGoUnhealthy(budget))) {
    server.update('apiserver', charged(budget, name, server.kernel.now), 'status')
  }
  server.update(actor, disrupted(pod, timestamp(server.kernel.now)), 'status')
  server.delete(actor, 'Pod', ref, options)
}

/** Its going disturbs nobody: it ended, never began, or is on its way out. Upstream: canIgnorePDB. */
function isUnprotected({ metadata, status }: Evictable): boolean {
  const phase = status?.phase
  return metadata.deletionTimestamp !== undefined || phase === 'Pending' || phase === 'Succeeded' || phase === 'Failed'
}

const isReady = ({ status }: Evictable): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false

function budgetsOf({ store }: ApiServer, { metadata }: Evictable): Budget[] {
  const all = store.inNamespace('PodDisruptionBudget', metadata.namespace ?? '') as readonly KubeObject[] as readonly Budget[]
  return all.filter(({ spec: { selector } }) => selector !== undefined && compileSelector(selector)(metadata.labels))
}

/** A pod that does not serve is no loss while the others keep the budget, or always if the budget says so. */
const mayGoUnhealthy = ({ spec, status }: Budget): boolean =>
  spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' ||
  (status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0)

/** The budget with one disruption less. Throws when there is none left. Upstream: checkAndDecrement. */
function charged(budget: Budget, pod: string, now: number): Budget {
  const { metadata, status } = budget
  const { name, generation = 0 } = metadata
  if ((status.observedGeneration ?? 0) < generation)
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10)
  if (status.disruptionsAllowed < 0) throw forbiddenError(budgets, name, 'pdb disruptions allowed is negative')
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller'
    throw forbiddenError(budgets, name, why)
  }
  if (status.disruptionsAllowed === 0) throw tooMany(whyNot(budget), 0)
  const left = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1 }
  const next = left.disruptionsAllowed === 0 ? withAllowedCondition(left, now) : left
  return { ...budget, status: { ...next, disruptedPods: { ...status.disruptedPods, [pod]: timestamp(now) } } }
}

function whyNot({ metadata: { name }, status }: Budget): string {
  const condition = status.conditions?.find(({ type }) => type === DISRUPTION_ALLOWED)
  const told = condition?.status === 'False' && condition.message ? condition : undefined
  // The numbers of a budget that could not be worked out say nothing.
  if (told?.reason === 'SyncFailed')
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${told.message}`
  if (status.currentHealthy <= status.desiredHealthy)
    return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`
  const closed = `The disruption budget ${name} does not allow evicting pods currently`
  return told ? `${closed} (${told.reason}): ${told.message}` : closed
}

const tooMany = (cause: string, retryAfterSeconds: number) =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds && { retryAfterSeconds }),
  })

function disrupted(pod: Evictable, lastTransitionTime: string): Evictable {
  const condition: Condition = {
    type: 'DisruptionTarget',
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime,
  }
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'DisruptionTarget') ?? []
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } }
}
