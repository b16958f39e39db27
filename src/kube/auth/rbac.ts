import type { Attributes, Decision, KnownRules, PolicyRule, User } from '../../api/authorization'
import type { Store } from '../../api/store'
import type { Binding, RoleLike, RoleRef, Subject } from './policy'
import { ruleAllows } from './rules'

/** A binding that means somebody, and the subject by which it does. */
interface Grant {
  readonly binding: Binding
  readonly subject: Subject
}

/** By namespace ('' = the whole cluster) what is granted to one user or group. */
type Grants = Map<string, Grant[]>

export const RBAC_KINDS: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** The bindings of a cluster by whom they mean. Made anew when one changes: they change seldom and are asked for all the time. */
export class Rbac {
  private readonly grants = new Map<string, Grants>()

  constructor(private readonly store: Store) {
    for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
      for (const binding of store.all(kind) as IterableIterator<Binding>) this.add(binding)
    }
  }

  /** Rule: RBACAuthorizer.Authorize. */
  decide(user: User, request: Attributes): Decision {
    const errors: string[] = []
    for (const grant of this.grantsOf(user, request.namespace)) {
      const rules = this.rulesOf(grant.binding.roleRef, grant.binding.metadata.namespace ?? '')
      if (typeof rules === 'string') errors.push(rules)
      else if (rules.some((rule) => ruleAllows(rule, request))) {
        return { allowed: true, reason: `RBAC: allowed by ${describe(grant)}` }
      }
    }
    return { allowed: false, reason: errors.length ? `RBAC: ${aggregate(errors)}` : '' }
  }

  /** Rule: RulesFor of the default rule resolver. */
  rulesFor(user: User, namespace: string): KnownRules {
    const errors: string[] = []
    const rules: PolicyRule[] = []
    for (const { binding } of this.grantsOf(user, namespace)) {
      const found = this.rulesOf(binding.roleRef, binding.metadata.namespace ?? '')
      if (typeof found === 'string') errors.push(found)
      else rules.push(...found)
    }
    return { rules, incomplete: errors.length > 0, error: errors.length ? aggregate(errors) : '' }
  }

  /** The rules of a role, or why there are none. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] | string {
    const found = this.store.get(kind, kind === 'Role' ? `${namespace}/${name}` : name) as RoleLike | undefined
    if (found) return found.rules ?? []
    return `${kind === 'Role' ? 'role' : 'clusterrole'}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`
  }

  /** Cluster bindings first, as upstream visits them. */
  private *grantsOf({ name, groups }: User, namespace: string): IterableIterator<Grant> {
    const keys = [`User ${name}`, ...groups.map((group) => `Group ${group}`)]
    for (const place of namespace ? ['', namespace] : ['']) {
      for (const key of keys) yield* this.grants.get(key)?.get(place) ?? []
    }
  }

  private add(binding: Binding): void {
    const place = binding.metadata.namespace ?? ''
    for (const subject of binding.subjects ?? []) {
      const key = keyOf(subject, place)
      let grants = this.grants.get(key)
      if (!grants) this.grants.set(key, (grants = new Map<string, Grant[]>()))
      const here = grants.get(place)
      if (here) here.push({ binding, subject })
      else grants.set(place, [{ binding, subject }])
    }
  }
}

const keyOf = ({ kind, name, namespace }: Subject, place: string) =>
  kind === 'ServiceAccount' ? `User system:serviceaccount:${namespace || place}:${name}` : `${kind} ${name}`

function describe({ binding, subject }: Grant): string {
  const { kind, metadata, roleRef } = binding
  const own = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace || metadata.namespace}` : subject.name
  const named = JSON.stringify(roleRef.name)
  return `${kind} ${JSON.stringify(own)} of ${roleRef.kind} ${named} to ${subject.kind} ${JSON.stringify(who)}`
}

/** Several errors as Go's aggregate prints them. */
export function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}
