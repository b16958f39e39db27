import { defineKind } from '../../../api/kind'
import { objectSchema } from '../../../api/schema/schema'
import {
  AUTHORIZATION_GROUP,
  reviewColumns,
  reviewed,
  selfReviewFields,
  validateAsked,
  type AccessReview,
} from '../../auth/review'

/** Asks whether the asker may do something. */
export interface SelfSubjectAccessReview extends AccessReview {
  readonly apiVersion: 'authorization.k8s.io/v1'
  readonly kind: 'SelfSubjectAccessReview'
}

declare module '../../../api/meta' {
  interface KindMap {
    SelfSubjectAccessReview: SelfSubjectAccessReview
  }
}

export default defineKind<SelfSubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  singular: 'selfsubjectaccessreview',
  namespaced: false,
  verbs: ['create'],
  schema: objectSchema('SelfSubjectAccessReview', selfReviewFields),
  validate: ({ spec }) => validateAsked(spec),
  answer: (review, inquiry) => reviewed(review, inquiry.user, inquiry),
  columns: reviewColumns,
})
