import { required } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectSchema, strings, struct } from '../../../api/schema/schema'
import { AUTHENTICATION_GROUP, reviewColumns, toldUser, userInfo } from '../../auth/review'
import { userOfToken } from '../../auth/tokens'

/** Asks whose token this is. Answered, never stored. */
export interface TokenReview extends KubeObject {
  readonly apiVersion: 'authentication.k8s.io/v1'
  readonly kind: 'TokenReview'
  readonly spec: { readonly token?: string; readonly audiences?: readonly string[] }
  readonly status?: {
    readonly authenticated?: boolean
    readonly user?: Partial<ReturnType<typeof toldUser>>
    readonly audiences?: readonly string[]
    readonly error?: string
  }
}

declare module '../../../api/meta' {
  interface KindMap {
    TokenReview: TokenReview
  }
}

export default defineKind<TokenReview>({
  group: AUTHENTICATION_GROUP,
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  singular: 'tokenreview',
  namespaced: false,
  verbs: ['create'],
  schema: objectSchema('TokenReview', {
    spec: always(struct('v1.TokenReviewSpec', { token: 'string', audiences: strings })),
    status: always(
      struct('v1.TokenReviewStatus', { authenticated: 'bool', user: userInfo, audiences: strings, error: 'string' }),
    ),
  }),
  validate: ({ spec }) => (spec.token ? [] : [required('spec.token')]),
  answer(review, { store, now }) {
    const found = userOfToken(store, review.spec.token ?? '', now)
    if ('error' in found) return { ...review, status: { user: {}, error: found.error } }
    return { ...review, status: { authenticated: true, user: toldUser(found.user), audiences: found.audiences } }
  },
  columns: reviewColumns,
})
