import type { Attributes, User } from '../../api/authorization'
import { invalid, required, type FieldError } from '../../api/errors'
import type { Column, Inquiry } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { always, list, map, strings, struct, type Schema } from '../../api/schema/schema'
import { nameColumn } from '../../api/columns'
import { namedUser } from './identities'

export const AUTHORIZATION_GROUP = 'authorization.k8s.io'
export const AUTHENTICATION_GROUP = 'authentication.k8s.io'

/** What a review asks about; upstream: authorization.ResourceAttributes. */
export interface ResourceAttributes {
  readonly namespace?: string
  readonly verb?: string
  readonly group?: string
  readonly version?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
}

export interface ReviewSpec {
  readonly resourceAttributes?: ResourceAttributes
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string }
  readonly user?: string
  readonly groups?: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
  readonly uid?: string
}

export interface ReviewStatus {
  readonly allowed: boolean
  readonly denied?: boolean
  readonly reason?: string
  readonly evaluationError?: string
}

/** Asks whether somebody may do something. Answered, never stored. */
export interface AccessReview extends KubeObject {
  readonly spec: ReviewSpec
  readonly status?: ReviewStatus
}

const asked = {
  resourceAttributes: struct('v1.ResourceAttributes', {
    namespace: 'string',
    verb: 'string',
    group: 'string',
    version: 'string',
    resource: 'string',
    subresource: 'string',
    name: 'string',
    fieldSelector: 'any',
    labelSelector: 'any',
  }),
  nonResourceAttributes: struct('v1.NonResourceAttributes', { path: 'string', verb: 'string' }),
} as const
const status = always(
  struct('v1.SubjectAccessReviewStatus', { allowed: 'bool!', denied: 'bool', reason: 'string', evaluationError: 'string' }),
)

export const selfReviewFields = { spec: always(struct('v1.SelfSubjectAccessReviewSpec', asked)), status }
export const reviewFields = {
  spec: always(
    struct('v1.SubjectAccessReviewSpec', {
      ...asked,
      user: 'string',
      groups: strings,
      extra: map(list('string')),
      uid: 'string',
    }),
  ),
  status,
}

export const userInfo: Schema = struct('v1.UserInfo', {
  username: 'string',
  uid: 'string',
  groups: strings,
  extra: map(list('string')),
})

/** What every review is printed with: it has nothing but its answer. */
export const reviewColumns: readonly Column[] = [nameColumn]

/** A user as reviews tell it. */
export const toldUser = ({ name, groups, uid, extra }: User) => ({
  username: name,
  ...(uid && { uid }),
  groups,
  ...(extra && { extra }),
})

/** Exactly one of the two must be asked. Rule: ValidateSelfSubjectAccessReviewSpec. */
export function validateAsked({ resourceAttributes, nonResourceAttributes }: ReviewSpec): FieldError[] {
  if (resourceAttributes && nonResourceAttributes)
    return [
      invalid('spec.nonResourceAttributes', nonResourceAttributes, 'cannot be specified in combination with resourceAttributes'),
    ]
  if (!resourceAttributes && !nonResourceAttributes)
    return [
      invalid('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified'),
    ]
  return []
}

/** Somebody must be asked about. Rule: ValidateSubjectAccessReviewSpec. */
export function validateSubject(spec: ReviewSpec): FieldError[] {
  const out = validateAsked(spec)
  if (!spec.user && !spec.groups?.length) out.push(required('spec.user', 'at least one of user or group must be specified'))
  return out
}

const attributesOf = ({ resourceAttributes, nonResourceAttributes }: ReviewSpec): Attributes => {
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '' } = resourceAttributes ?? {}
  const base = { verb, group, resource, subresource, namespace, name }
  return nonResourceAttributes
    ? { ...base, verb: nonResourceAttributes.verb ?? '', path: nonResourceAttributes.path ?? '' }
    : base
}

/** The review with its answer; `user` is whom it is about. */
export function reviewed<T extends AccessReview>(review: T, user: User, { authorization }: Inquiry): T {
  const decision = authorization?.decide(user, attributesOf(review.spec)) ?? { allowed: true, reason: '' }
  return { ...review, status: { allowed: decision.allowed, ...(decision.reason && { reason: decision.reason }) } }
}

/** Whom a review about somebody else means: taken at its word, no groups are added. */
export const subjectOf = ({ user = '', groups = [], extra, uid }: ReviewSpec): User => ({
  ...(groups.length ? { name: user, groups } : { name: user, groups: impliedGroups(user) }),
  ...(extra && { extra }),
  ...(uid && { uid }),
})

/** The groups that a service account or node is in by its name; others have none unless they are said. */
const impliedGroups = (user: string): readonly string[] =>
  user.startsWith('system:serviceaccount:') ? namedUser(user).groups : []
