import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectSchema, struct } from '../../../api/schema/schema'
import { AUTHENTICATION_GROUP, reviewColumns, toldUser, userInfo } from '../../auth/review'

/** Asks who the asker is. Answered, never stored. */
export interface SelfSubjectReview extends KubeObject {
  readonly apiVersion: 'authentication.k8s.io/v1'
  readonly kind: 'SelfSubjectReview'
  readonly status?: { readonly userInfo: ReturnType<typeof toldUser> }
}

declare module '../../../api/meta' {
  interface KindMap {
    SelfSubjectReview: SelfSubjectReview
  }
}

export default defineKind<SelfSubjectReview>({
  group: AUTHENTICATION_GROUP,
  version: 'v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  singular: 'selfsubjectreview',
  namespaced: false,
  verbs: ['create'],
  schema: objectSchema('SelfSubjectReview', { status: always(struct('v1.SelfSubjectReviewStatus', { userInfo })) }),
  answer: (review, { user }) => ({ ...review, status: { userInfo: toldUser(user) } }),
  columns: reviewColumns,
})
