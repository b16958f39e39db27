import { badRequestError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, list, objectSchema, strings, struct } from '../../../api/schema/schema'
import { AUTHORIZATION_GROUP, reviewColumns } from '../../auth/review'

interface ResourceRule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
}

/** Asks what the asker may do in a namespace. Answered, never stored. */
export interface SelfSubjectRulesReview extends KubeObject {
  readonly apiVersion: 'authorization.k8s.io/v1'
  readonly kind: 'SelfSubjectRulesReview'
  readonly spec: { readonly namespace?: string }
  readonly status?: {
    readonly resourceRules: readonly ResourceRule[]
    readonly nonResourceRules: readonly { readonly verbs: readonly string[]; readonly nonResourceURLs?: readonly string[] }[]
    readonly incomplete: boolean
    readonly evaluationError?: string
  }
}

declare module '../../../api/meta' {
  interface KindMap {
    SelfSubjectRulesReview: SelfSubjectRulesReview
  }
}

export default defineKind<SelfSubjectRulesReview>({
  group: AUTHORIZATION_GROUP,
  version: 'v1',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  singular: 'selfsubjectrulesreview',
  namespaced: false,
  verbs: ['create'],
  schema: objectSchema('SelfSubjectRulesReview', {
    spec: always(struct('v1.SelfSubjectRulesReviewSpec', { namespace: 'string' })),
    status: always(
      struct('v1.SubjectRulesReviewStatus', {
        resourceRules: always(
          list(struct('v1.ResourceRule', { verbs: strings, apiGroups: strings, resources: strings, resourceNames: strings })),
        ),
        nonResourceRules: always(list(struct('v1.NonResourceRule', { verbs: strings, nonResourceURLs: strings }))),
        incomplete: 'bool!',
        evaluationError: 'string',
      }),
    ),
  }),
  answer(review, { user, authorization }) {
    const { namespace } = review.spec
    if (!namespace) throw badRequestError('no namespace on request')
    const known = authorization?.rulesFor(user, namespace) ?? { rules: [], incomplete: true, error: '' }
    const resourceRules = known.rules
      .filter(({ resources }) => resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames?.length && { resourceNames }),
      }))
    const nonResourceRules = known.rules
      .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }))
    const { incomplete, error } = known
    return { ...review, status: { resourceRules, nonResourceRules, incomplete, ...(error && { evaluationError: error }) } }
  },
  columns: reviewColumns,
})
