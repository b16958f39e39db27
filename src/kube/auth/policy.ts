import { invalid, notSupported, required, type FieldError } from '../../api/errors'
import type { KubeObject } from '../../api/meta'
import { dns1123Subdomain } from '../../api/names'
import type { PolicyRule } from '../../api/authorization'
import { list, struct, strings } from '../../api/schema/schema'

export const RBAC_GROUP = 'rbac.authorization.k8s.io'

/** Whom a binding means; upstream: rbac.Subject. */
export interface Subject {
  readonly kind: string
  readonly apiGroup?: string
  readonly name: string
  /** Of service accounts. */
  readonly namespace?: string
}

export interface RoleRef {
  readonly apiGroup: string
  readonly kind: string
  readonly name: string
}

/** What RoleBinding and ClusterRoleBinding share. */
export interface Binding extends KubeObject {
  readonly subjects?: readonly Subject[]
  readonly roleRef: RoleRef
}

/** What Role and ClusterRole share. */
export interface RoleLike extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null
}

export const policyRules = list(
  struct('v1.PolicyRule', {
    verbs: { ...strings, always: true },
    apiGroups: strings,
    resources: strings,
    resourceNames: strings,
    nonResourceURLs: strings,
  }),
)

export const bindingFields = {
  subjects: list(struct('v1.Subject', { kind: 'string!', apiGroup: 'string', name: 'string!', namespace: 'string' })),
  roleRef: struct('v1.RoleRef', { apiGroup: 'string!', kind: 'string!', name: 'string!' }),
} as const

/** A name that can stand in a path, colons allowed. Rule: path.ValidatePathSegmentName. */
export function pathSegmentName(name: string, prefix = false): readonly string[] {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`]
  return ['/', '%'].filter((one) => name.includes(one)).map((one) => `may not contain '${one}'`)
}

/** Checks the rules of a role. Rule: ValidatePolicyRule. */
export const validateRules = (rules: readonly PolicyRule[] | null | undefined, namespaced: boolean): FieldError[] =>
  (rules ?? []).flatMap((rule, i) => validateRule(rule, namespaced, `rules[${i}]`))

function validateRule(rule: PolicyRule, namespaced: boolean, path: string): FieldError[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  const out: FieldError[] = []
  if (!verbs?.length) out.push(required(`${path}.verbs`, 'verbs must contain at least one value'))
  if (nonResourceURLs.length) {
    const at = `${path}.nonResourceURLs`
    if (namespaced) out.push(invalid(at, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'))
    if (apiGroups.length || resources.length || resourceNames.length)
      out.push(invalid(at, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'))
    return out
  }
  if (!apiGroups.length) out.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'))
  if (!resources.length) out.push(required(`${path}.resources`, 'resource rules must supply at least one resource'))
  return out
}

/** Checks a binding. Rules: ValidateRoleBinding, ValidateClusterRoleBinding. */
export function validateBinding({ roleRef, subjects = [] }: Binding, namespaced: boolean): FieldError[] {
  const out: FieldError[] = []
  const { apiGroup = '', kind = '', name = '' } = roleRef ?? {}
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
  if (apiGroup !== RBAC_GROUP) out.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]))
  if (!kinds.includes(kind)) out.push(notSupported('roleRef.kind', kind, kinds))
  if (!name) out.push(required('roleRef.name'))
  else for (const message of pathSegmentName(name)) out.push(invalid('roleRef.name', name, message))
  subjects.forEach((subject, i) => validateSubject(subject, namespaced, `subjects[${i}]`, out))
  return out
}

function validateSubject(subject: Subject, namespaced: boolean, path: string, out: FieldError[]): void {
  const { kind, name = '', apiGroup = '', namespace } = subject
  if (!name) out.push(required(`${path}.name`))
  if (kind === 'ServiceAccount') {
    if (name) for (const message of dns1123Subdomain(name)) out.push(invalid(`${path}.name`, name, message))
    if (apiGroup) out.push(notSupported(`${path}.apiGroup`, apiGroup, ['']))
    if (!namespaced && !namespace) out.push(required(`${path}.namespace`))
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== RBAC_GROUP) out.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC_GROUP]))
  } else out.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']))
}

/** What a binding is for stays. Rules: ValidateRoleBindingUpdate, ValidateClusterRoleBindingUpdate. */
export function validateBindingUpdate(binding: Binding, old: Binding, namespaced: boolean): FieldError[] {
  const out = validateBinding(binding, namespaced)
  const { roleRef } = binding
  const before = old.roleRef
  if (roleRef?.apiGroup !== before?.apiGroup || roleRef?.kind !== before?.kind || roleRef?.name !== before?.name)
    out.push(invalid('roleRef', roleRef, 'cannot change roleRef'))
  return out
}

/** Fills the groups. Rules: SetDefaults_RoleBinding, SetDefaults_ClusterRoleBinding, SetDefaults_Subject. */
export function defaultBinding<T extends Pick<Binding, 'subjects' | 'roleRef'>>(binding: T): T {
  const roleRef = binding.roleRef && !binding.roleRef.apiGroup ? { ...binding.roleRef, apiGroup: RBAC_GROUP } : binding.roleRef
  const subjects = binding.subjects?.map((subject) =>
    !subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group') ? { ...subject, apiGroup: RBAC_GROUP } : subject,
  )
  return { ...binding, ...(subjects && { subjects }), roleRef }
}
