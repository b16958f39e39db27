import type { PolicyRule } from '../../api/authorization'
import type { Draft } from '../../api/meta'
import { RBAC_GROUP, type Subject } from '../../kube/auth/policy'
import { parseFlags } from './flags'
import { theName } from './named'
import { repeated } from './repeated'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell, type Verb } from './shell'

const apiVersion = `${RBAC_GROUP}/v1`

/** Flags that may be given many times, taken out of the words. */
function taken<K extends string>(words: readonly string[], names: readonly K[]): { lists: Record<K, string[]>; words: string[] } {
  const lists = {} as Record<K, string[]>
  let rest = [...words]
  for (const name of names) {
    const { values, words: others } = repeated(rest, name)
    lists[name] = values
    rest = others
  }
  return { lists, words: rest }
}

function make(shell: Shell, plural: string, object: object, name: string): number {
  shell.client.create(object as Draft)
  shell.out(`${titleOf(kindNamed(shell, plural), name)} created`)
  return 0
}

/** `kubectl create role NAME --verb=... --resource=...`, and the same for cluster roles. */
const createRole = (kind: 'Role' | 'ClusterRole'): Verb =>
  function* (shell: Shell, words: readonly string[]): Running {
    const verb = `create ${kind.toLowerCase()}`
    const { lists, words: others } = taken(words, ['verb', 'resource', 'resource-name', 'non-resource-url', 'aggregation-rule'])
    const { words: typed, flags } = parseFlags(verb, others, {})
    const { name } = theName(verb, typed)
    const verbs = lists.verb.includes('*') ? ['*'] : [...new Set(lists.verb)]
    const aggregation = lists['aggregation-rule'].map((pair) => pair.split('=', 2))
    const isAggregated = kind === 'ClusterRole' && aggregation.length > 0
    if (!isAggregated) {
      if (!verbs.length) throw new UsageError('error: at least one verb must be specified')
      if (!lists.resource.length && !(kind === 'ClusterRole' && lists['non-resource-url'].length))
        throw new UsageError(
          kind === 'Role'
            ? 'error: at least one resource must be specified'
            : 'error: one of resource or nonResourceURL must be specified',
        )
    }
    const rules = isAggregated
      ? []
      : [
          ...resourceRules(shell, verbs, lists.resource, lists['resource-name']),
          ...(lists['non-resource-url'].length ? [{ verbs, nonResourceURLs: lists['non-resource-url'] }] : []),
        ]
    const namespace = kind === 'Role' ? { namespace: flags.get('namespace') ?? shell.namespace } : {}
    const aggregationRule = isAggregated && {
      clusterRoleSelectors: [{ matchLabels: Object.fromEntries(aggregation) as Record<string, string> }],
    }
    const object = { apiVersion, kind, metadata: { name, ...namespace }, rules, ...(aggregationRule && { aggregationRule }) }
    return make(shell, `${kind.toLowerCase()}s`, object, name)
  }

/** One rule for the resources of each group. Rule: generateResourcePolicyRules. */
function resourceRules(
  shell: Shell,
  verbs: readonly string[],
  resources: readonly string[],
  names: readonly string[],
): PolicyRule[] {
  const groups = new Map<string, string[]>()
  for (const word of resources) {
    const [type = '', sub] = word.split('/')
    const kind = type === '*' ? undefined : kindNamed(shell, type)
    const group = kind?.group ?? '*'
    const plural = kind?.plural ?? '*'
    groups.set(group, [...(groups.get(group) ?? []), sub ? `${plural}/${sub}` : plural])
  }
  const resourceNames = names.length ? { resourceNames: names } : {}
  return [...groups].map(([group, list]) => ({ apiGroups: [group], resources: [...new Set(list)], verbs, ...resourceNames }))
}

/** `kubectl create rolebinding NAME --role=... --user=...`, and the same for cluster role bindings. */
const createBinding = (kind: 'RoleBinding' | 'ClusterRoleBinding'): Verb =>
  function* (shell: Shell, words: readonly string[]): Running {
    const verb = `create ${kind.toLowerCase()}`
    const { lists, words: others } = taken(words, ['user', 'group', 'serviceaccount'])
    const { words: typed, flags } = parseFlags(verb, others, { role: 'text', clusterrole: 'text' })
    const { name } = theName(verb, typed)
    const [role, clusterRole] = [kind === 'RoleBinding' ? flags.get('role') : undefined, flags.get('clusterrole')]
    if (kind === 'RoleBinding' && (role === undefined) === (clusterRole === undefined))
      throw new UsageError('error: exactly one of clusterrole or role must be specified')
    if (kind === 'ClusterRoleBinding' && clusterRole === undefined)
      throw new UsageError('error: required flag(s) "clusterrole" not set')
    const subjects: Subject[] = [
      ...lists.user.map((user) => ({ kind: 'User', apiGroup: RBAC_GROUP, name: user })),
      ...lists.group.map((group) => ({ kind: 'Group', apiGroup: RBAC_GROUP, name: group })),
      ...lists.serviceaccount.map(account),
    ]
    const roleRef = { apiGroup: RBAC_GROUP, kind: role === undefined ? 'ClusterRole' : 'Role', name: role ?? clusterRole! }
    const namespace = kind === 'RoleBinding' ? { namespace: flags.get('namespace') ?? shell.namespace } : {}
    return make(shell, `${kind.toLowerCase()}s`, { apiVersion, kind, metadata: { name, ...namespace }, subjects, roleRef }, name)
  }

function account(text: string): Subject {
  const [namespace, name, ...more] = text.split(':')
  if (!namespace || !name || more.length) throw new UsageError('error: serviceaccount must be <namespace>:<name>')
  return { kind: 'ServiceAccount', name, namespace }
}

/** What of RBAC can be made without a file. */
export const policyMakers: Readonly<Record<string, Verb>> = {
  role: createRole('Role'),
  clusterrole: createRole('ClusterRole'),
  rolebinding: createBinding('RoleBinding'),
  clusterrolebinding: createBinding('ClusterRoleBinding'),
}
