import type { KindDefinition } from '../../api/kind'
import { ApiError, forbiddenError } from '../../api/errors'
import type { KubeObject } from '../../api/meta'
import { scopesOf, type ResourceQuota, type ScopeRequirement } from '../kinds/resourcequota/api'
import { amountsOf, exceeding, masked, sum, surplus, told, withoutZeros, written, type Amounts } from './amounts'
import type { Evaluator } from './evaluator'
import { evaluatorOf } from './evaluators'

/** What may not be used at all unless a quota covers it; upstream: the plugin's LimitedResource. */
export interface LimitedResource {
  readonly apiGroup?: string
  readonly resource: string
  readonly matchContains?: readonly string[]
  readonly matchScopes?: readonly ScopeRequirement[]
}

/** One object that wants to be counted. */
export interface Charge {
  readonly kind: KindDefinition
  readonly object: KubeObject
  /** Undefined on create. */
  readonly old: KubeObject | undefined
  readonly quotas: readonly ResourceQuota[]
  readonly limited?: readonly LimitedResource[]
  /** Virtual ms. */
  readonly now: number
}

/** The quotas whose use changes, as they are with the object counted. Throws Forbidden. Rule: CheckRequest of the quota plugin. */
export function charged({ kind, object, old, quotas, limited = [], now }: Charge): ResourceQuota[] {
  const evaluator = evaluatorOf(kind)
  if (old && !evaluator.updates) return []
  const refuse = (why: string) => forbiddenError(kind, object.metadata.name, why)
  const usage = evaluator.usage(object, now)
  const { names, scopes } = limitsOn(kind, evaluator, object, usage, limited)

  const covered = new Set<string>()
  const coveredScopes: ScopeRequirement[] = []
  const concerned: ResourceQuota[] = []
  for (const quota of quotas) {
    const selectors = scopesOf(quota)
    coveredScopes.push(...selectors.filter((scope) => evaluator.matches(scope, object)))
    const resources = Object.keys(quota.status?.hard ?? {}).filter((name) => evaluator.concerns(name))
    if (!resources.length || !selectors.every((scope) => evaluator.matches(scope, object))) continue
    const missing = evaluator.missing(resources, object)
    if (missing) throw refuse(`failed quota: ${quota.metadata.name}: ${missing}`)
    if (resources.some((name) => quota.status?.used?.[name] === undefined))
      throw refuse(`status unknown for quota: ${quota.metadata.name}, resources: ${[...resources].sort().join(',')}`)
    concerned.push(quota)
    for (const name of resources) covered.add(name)
  }

  const negative = [...usage].filter(([, value]) => value.digits < 0n).map(([name]) => name)
  if (negative.length) throw refuse(`quota usage is negative for resource(s): ${negative.sort().join(',')}`)
  const isUpdate = old && old.metadata.resourceVersion
  const delta = withoutZeros(isUpdate ? surplus(usage, evaluator.usage(old, now)) : usage)
  if (!delta.size) return []

  const bare = names.filter((name) => !covered.has(name))
  if (bare.length) throw refuse(`insufficient quota to consume: ${[...new Set(bare)].sort().join(',')}`)
  const open = scopes.filter((scope) => !coveredScopes.some((one) => isSameScope(one, scope)))
  if (open.length) {
    const list = open.map(({ scopeName, operator, values = [] }) => `{${scopeName} ${operator} [${values.join(' ')}]}`)
    throw new ApiError(403, 'Forbidden', `insufficient quota to match these scopes: [${list.join(' ')}]`)
  }
  return concerned.map((quota) => withUse(quota, delta, refuse))
}

function withUse(quota: ResourceQuota, delta: Amounts, refuse: (why: string) => ApiError): ResourceQuota {
  const hard = amountsOf(quota.status?.hard)
  const used = amountsOf(quota.status?.used)
  const requested = masked(delta, hard.keys())
  const next = sum(used, requested)
  const over = exceeding(masked(next, requested.keys()), hard)
  if (over.length) {
    const [asked, before, limit] = [requested, used, hard].map((amounts) => told(masked(amounts, over)))
    throw refuse(`exceeded quota: ${quota.metadata.name}, requested: ${asked}, used: ${before}, limited: ${limit}`)
  }
  return { ...quota, status: { ...quota.status, used: written(next) } }
}

/** The names and scopes that a quota must cover before the object may use them. */
function limitsOn(
  { group, plural }: KindDefinition,
  evaluator: Evaluator,
  object: KubeObject,
  usage: Amounts,
  limited: readonly LimitedResource[],
): { readonly names: readonly string[]; readonly scopes: readonly ScopeRequirement[] } {
  const own = limited.filter(({ apiGroup = '', resource }) => apiGroup === group && resource === plural)
  const names = own.flatMap(({ matchContains = [] }) =>
    [...usage.keys()].filter((name) => matchContains.some((part) => name.includes(part))),
  )
  const scopes = own.flatMap(({ matchScopes = [] }) => matchScopes.filter((scope) => evaluator.matches(scope, object)))
  return { names, scopes }
}

/** Rule: UncoveredQuotaScopes, which compares the whole requirement. */
const isSameScope = (a: ScopeRequirement, b: ScopeRequirement): boolean =>
  a.scopeName === b.scopeName && a.operator === b.operator && (a.values ?? []).join() === (b.values ?? []).join()
