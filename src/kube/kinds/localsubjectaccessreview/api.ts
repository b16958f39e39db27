import { defineKind } from '../../../api/kind'
import { objectSchema } from '../../../api/schema/schema'
import { badRequestError, invalid, type FieldError } from '../../../api/errors'
import {
  AUTHORIZATION_GROUP,
  reviewColumns,
  reviewed,
  reviewFields,
  subjectOf,
  validateSubject,
  type AccessReview,
} from '../../auth/review'

/** Asks whether somebody may do something in one namespace. */
export interface LocalSubjectAccessReview extends AccessReview {
  readonly apiVersion: 'authorization.k8s.io/v1'
  readonly kind: 'LocalSubjectAccessReview'
}

declare module '../../../api/meta' {
  interface KindMap {
    LocalSubjectAccessReview: LocalSubjectAccessReview
  }
}

export default defineKind<LocalSubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  version: 'v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  singular: 'localsubjectaccessreview',
  namespaced: true,
  verbs: ['create'],
  schema: objectSchema('LocalSubjectAccessReview', reviewFields),
  validate: validate,
  answer: (review, inquiry) => reviewed(review, subjectOf(review.spec), inquiry),
  columns: reviewColumns,
})

/** Rules: ValidateLocalSubjectAccessReview, and that it asks about the namespace that it is in. */
function validate({ spec, metadata }: LocalSubjectAccessReview): FieldError[] {
  const out = validateSubject(spec)
  if (spec.nonResourceAttributes)
    out.push(invalid('spec.nonResourceAttributes', spec.nonResourceAttributes, 'disallowed on this kind of request'))
  const namespace = spec.resourceAttributes?.namespace ?? ''
  if (!out.length && namespace !== metadata.namespace)
    throw badRequestError(`spec.resourceAttributes.namespace must match namespace: ${metadata.namespace}`)
  return out
}
