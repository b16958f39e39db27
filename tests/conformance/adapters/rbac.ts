import type { Attributes, PolicyRule } from '../../../src/api/authorization'
import type { KubeObject } from '../../../src/api/meta'
import { Store } from '../../../src/api/store'
import { Kernel } from '../../../src/kernel/kernel'
import { aggregated } from '../../../src/kube/auth/aggregation'
import { Rbac } from '../../../src/kube/auth/rbac'
import { ruleAllows } from '../../../src/kube/auth/rules'
import type { ClusterRole } from '../../../src/kube/kinds/clusterrole/api'
import { defineAdapter, same } from '../adapter'

interface Request extends Omit<Attributes, 'group'> {
  readonly apiGroup: string
  readonly user?: string
  readonly groups?: readonly string[]
  readonly resourceRequest?: boolean
}
type In =
  | { op: 'ruleAllows'; rule: PolicyRule; request: Request }
  | ({ op: 'authorize'; request: Request } & {
      [list in 'roles' | 'roleBindings' | 'clusterRoles' | 'clusterRoleBindings']?: KubeObject[]
    })
  | { op: 'aggregateClusterRole'; clusterRoles: ClusterRole[]; sync: string }
type Out = { allowed: boolean } | { anyOf: boolean[] } | { updated: Partial<ClusterRole> | null }

/** The paths that the recorded table asks for; which of them a case asks for was lost in its vector. */
const PATHS = ['/apis', '/apis/v1', '/api/v1']

export default defineAdapter<In, Out>({
  ops: ['ruleAllows', 'authorize', 'aggregateClusterRole'],
  run(input) {
    if (input.op === 'ruleAllows') return { allowed: ruleAllows(input.rule, attributesOf(input.request)) }
    if (input.op === 'aggregateClusterRole') {
      const role = input.clusterRoles.find(({ metadata }) => metadata.name === input.sync)!
      if (!role.aggregationRule) return { updated: null }
      const rules = aggregated(role, input.clusterRoles)
      return { updated: same(rules, role.rules ?? []) ? null : { ...role, rules } }
    }
    const store = new Store(new Kernel(1))
    const lists = {
      Role: input.roles,
      RoleBinding: input.roleBindings,
      ClusterRole: input.clusterRoles,
      ClusterRoleBinding: input.clusterRoleBindings,
    }
    for (const [kind, list] of Object.entries(lists)) {
      list?.forEach((one, i) => store.put({ ...one, kind, metadata: { ...one.metadata, name: one.metadata.name ?? `b${i}` } }, 0))
    }
    const { user = '', groups = [], path, resource } = input.request
    const asked = attributesOf(input.request)
    const decide = (request: Attributes) => new Rbac(store).decide({ name: user, groups }, request).allowed
    return path || resource ? { allowed: decide(asked) } : { anyOf: PATHS.map((one) => decide({ ...asked, path: one })) }
  },
  // What the controller applies is the rules; of the rest it leaves out what it does not own.
  equal(expected, got) {
    if ('anyOf' in got) return 'allowed' in expected && got.anyOf.includes(expected.allowed)
    if (!('updated' in expected) || !('updated' in got) || !expected.updated || !got.updated) return same(expected, got)
    return same(expected.updated.rules, got.updated.rules)
  },
})

const attributesOf = ({ apiGroup, path, resourceRequest, resource, ...rest }: Request): Attributes => ({
  ...rest,
  resource,
  group: apiGroup,
  ...(!(resourceRequest ?? resource !== '') && { path: path ?? '' }),
})
