import type { AdmissionRequest, AdmissionStep } from '../../api/admission'
import type { Authorization, PolicyRule, User } from '../../api/authorization'
import { forbiddenError, notFoundError } from '../../api/errors'
import { same } from '../../api/freeze'
import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { MASTERS } from '../auth/identities'
import { RBAC_GROUP, type Binding, type RoleLike } from '../auth/policy'
import { compactRules, quotedList, ruleText, uncovered } from '../auth/rules'

/** All that there is to be allowed. */
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

type Named = Pick<KubeObject, 'kind'> & { readonly metadata: { readonly name?: string; readonly namespace?: string } }

/**
 * Nobody gives more than they have: who makes a role must hold its rules, who binds one too, unless they may `escalate` or `bind` it.
 * Upstream: the policy-based storage of the RBAC kinds.
 */
export const escalation: AdmissionStep = {
  name: 'RBACEscalation',
  by: 'rbac',
  kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
  admit(draft, request) {
    confirm(draft as unknown as KubeObject, undefined, request)
    return draft
  },
  admitUpdate(object, old, request) {
    if (request.operation === 'UPDATE') confirm(object, old, request)
    return object
  },
}

function confirm(object: KubeObject, old: KubeObject | undefined, { authorization, actor, kind, store }: AdmissionRequest): void {
  if (!authorization) return
  const user = authorization.userOf(actor)
  if (user.groups.includes(MASTERS)) return
  const namespace = object.metadata.namespace ?? ''
  const name = object.metadata.name ?? ''
  if (object.kind.endsWith('Binding')) {
    const binding = object as Binding
    const before = old as Binding | undefined
    if (before && same(before.roleRef, binding.roleRef) && same(before.subjects ?? [], binding.subjects ?? [])) return
    const { roleRef } = binding
    const plural = roleRef.kind === 'Role' ? 'roles' : 'clusterroles'
    if (may(authorization, user, 'bind', plural, namespace, roleRef.name)) return
    const role = store.get(roleRef.kind, roleRef.kind === 'Role' ? `${namespace}/${roleRef.name}` : roleRef.name)
    if (!role) throw notFoundError({ group: RBAC_GROUP, plural, kind: roleRef.kind }, roleRef.name)
    confirmRules(authorization, user, (role as RoleLike).rules ?? [], kind, namespace, object)
    return
  }
  const role = object as RoleLike & { readonly aggregationRule?: unknown }
  const before = old as typeof role | undefined
  const sameRules = before !== undefined && same(before.rules ?? [], role.rules ?? [])
  if (sameRules && same(before.aggregationRule, role.aggregationRule)) return
  if (may(authorization, user, 'escalate', kind.plural, namespace, name)) return
  confirmRules(authorization, user, role.rules ?? [], kind, namespace, object)
  if (role.aggregationRule && uncovered(authorization.rulesFor(user, namespace).rules, EVERYTHING).length)
    throw forbiddenError(kind, name, 'must have cluster-admin privileges to use an aggregationRule')
}

const may = (
  authorization: Authorization,
  user: User,
  verb: string,
  resource: string,
  namespace: string,
  name: string,
): boolean => authorization.decide(user, { verb, group: RBAC_GROUP, resource, subresource: '', namespace, name }).allowed

/** Rule: ConfirmNoEscalation. */
function confirmRules(
  authorization: Authorization,
  user: User,
  rules: readonly PolicyRule[],
  kind: KindDefinition,
  namespace: string,
  { metadata }: Named,
): void {
  const { rules: owned, error } = authorization.rulesFor(user, namespace)
  const missing = uncovered(owned, rules)
  if (!missing.length) return
  const told = [...new Set(compactRules(missing).map(ruleText))].sort().join('\n')
  const why = `user ${JSON.stringify(user.name)} (groups=${quotedList(user.groups)}) is attempting to grant RBAC permissions not currently held:\n${told}`
  throw forbiddenError(kind, metadata.name ?? '', error ? `${why}; resolution errors: [${error}]` : why)
}
