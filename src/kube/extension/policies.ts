import { labelSelector, list, struct, strings } from '../../api/schema/schema'
import { ruleFields } from './webhooks'

const namedRule = struct('v1.NamedRuleWithOperations', { resourceNames: strings, ...ruleFields })

/** What a policy or its binding is about; upstream: admissionregistration/v1 MatchResources. */
export const matchResources = struct('v1.MatchResources', {
  namespaceSelector: labelSelector,
  objectSelector: labelSelector,
  resourceRules: list(namedRule),
  excludeResourceRules: list(namedRule),
  matchPolicy: 'string*',
})

interface Matching {
  readonly matchPolicy?: string
  readonly namespaceSelector?: object
  readonly objectSelector?: object
  readonly resourceRules?: readonly { readonly scope?: string }[]
  readonly excludeResourceRules?: readonly { readonly scope?: string }[]
}

/** Rule: SetDefaults_MatchResources, and SetDefaults_Rule for the rules in it. */
export function defaultMatch<T extends Matching>(match: T): T {
  const scoped = (rules: Matching['resourceRules']) => rules?.map((rule) => ({ scope: '*', ...rule }))
  const { resourceRules, excludeResourceRules } = match
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    ...match,
    ...(resourceRules && { resourceRules: scoped(resourceRules) }),
    ...(excludeResourceRules && { excludeResourceRules: scoped(excludeResourceRules) }),
  }
}
