import { defineKind } from '../../../api/kind'
import { objectSchema } from '../../../api/schema/schema'
import {
  AUTHORIZATION_GROUP,
  reviewColumns,
  reviewed,
  reviewFields,
  subjectOf,
  validateSubject,
  type AccessReview,
} from '../../auth/review'

/** Asks whether somebody may do something. */
export interface SubjectAccessReview extends AccessReview {
  readonly apiVersion: 'authorization.k8s.io/v1'
  readonly kind: 'SubjectAccessReview'
}

declare module '../../../api/meta' {
  interface KindMap {
    SubjectAccessReview: SubjectAccessReview
  }
}

export default defineKind<SubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  singular: 'subjectaccessreview',
  namespaced: false,
  verbs: ['create'],
  schema: objectSchema('SubjectAccessReview', reviewFields),
  validate: ({ spec }) => validateSubject(spec),
  answer: (review, inquiry) => reviewed(review, subjectOf(review.spec), inquiry),
  columns: reviewColumns,
})
