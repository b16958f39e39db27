import type { PolicyRule } from '../../../api/authorization'
import { freeze } from '../../../api/freeze'
import type { KubeObject } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import type { ClusterRole } from '../../kinds/clusterrole/api'
import { aggregated } from '../aggregation'
import { RBAC_GROUP, type Subject } from '../policy'
import { BINDINGS, CLUSTER_BINDINGS, ROLES, type BindingNote } from './bindings'
import { AGGREGATED, CLUSTER_ROLES } from './clusterRoles'
import { CONTROLLER_RULES } from './controllers'
import { rulesFrom } from './notation'

const apiVersion = `${RBAC_GROUP}/v1`
const LABEL = 'kubernetes.io/bootstrapping'
const AGGREGATE = `${RBAC_GROUP}/aggregate-to-`
const controllerRole = (account: string) => `system:controller:${account}`

/** Has a service account of kube-system a role of its own? */
export const isController = (account: string): boolean => Object.hasOwn(CONTROLLER_RULES, account)

let made: readonly KubeObject[] | undefined

/**
 * The roles and bindings that the API server makes for itself, as they are in every cluster. The same frozen objects for all worlds:
 * hundreds of them must not cost a young cluster anything.
 */
export const bootstrapPolicy = (): readonly KubeObject[] => (made ??= freeze(policy()))

function policy(): KubeObject[] {
  const plain = [
    ...Object.entries(CLUSTER_ROLES).map(([name, lines]) => clusterRole(name, rulesFrom(lines))),
    ...Object.entries(CONTROLLER_RULES).map(([account, lines]) => clusterRole(controllerRole(account), rulesFrom(lines))),
    ...Object.entries(AGGREGATED).map(([into, lines]) =>
      clusterRole(`system:aggregate-to-${into}`, rulesFrom(lines), { [AGGREGATE + into]: 'true' }),
    ),
  ]
  // Upstream leaves it to the aggregation controller to fill these; they come filled, so that a young cluster is at rest.
  const view = combined('view', plain, { [`${AGGREGATE}edit`]: 'true' })
  const edit = combined('edit', [...plain, view], { [`${AGGREGATE}admin`]: 'true' })
  const admin = combined('admin', [...plain, view, edit])
  const bindings = { ...CLUSTER_BINDINGS }
  for (const account of Object.keys(CONTROLLER_RULES)) {
    bindings[controllerRole(account)] = { role: controllerRole(account), subjects: [`ServiceAccount kube-system/${account}`] }
  }
  return [
    ...[...plain, view, edit, admin].sort(byName),
    ...Object.entries(bindings)
      .map(([name, note]) => binding('ClusterRoleBinding', 'ClusterRole', name, note))
      .sort(byName),
    ...Object.entries(ROLES).map(([path, lines]) => object('Role', path, { rules: rulesFrom(lines) })),
    ...Object.entries(BINDINGS).map(([path, note]) => binding('RoleBinding', 'Role', path, note)),
  ]
}

const clusterRole = (name: string, rules: readonly PolicyRule[], labels = {}): ClusterRole =>
  object('ClusterRole', name, { rules }, labels) as ClusterRole

function combined(name: string, roles: readonly ClusterRole[], labels = {}): ClusterRole {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + name]: 'true' } }] }
  const role = { ...clusterRole(name, [], labels), aggregationRule }
  return { ...role, rules: aggregated(role, roles) }
}

const binding = (kind: string, roleKind: string, path: string, { role, subjects }: BindingNote): KubeObject =>
  object(kind, path, {
    roleRef: { apiGroup: RBAC_GROUP, kind: roleKind, name: role },
    ...(subjects.length && { subjects: subjects.map(subjectFrom) }),
  })

function subjectFrom(note: string): Subject {
  const [kind = '', name = ''] = note.split(' ')
  if (kind !== 'ServiceAccount') return { kind, apiGroup: RBAC_GROUP, name }
  const [namespace = '', account = ''] = name.split('/')
  return { kind, name: account, namespace }
}

function object(kind: string, path: string, rest: object, labels = {}): KubeObject {
  const slash = path.indexOf('/')
  const [namespace, name] = slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)]
  const metadata = {
    name,
    ...(namespace && { namespace }),
    uid: uidOf(`${kind} ${path}`),
    resourceVersion: '1',
    creationTimestamp: timestamp(0),
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    labels: { [LABEL]: 'rbac-defaults', ...labels },
  }
  return { apiVersion, kind, metadata, ...rest }
}

/** A uid that is the same in every world, so that no chance is used up on it. */
function uidOf(text: string): string {
  const digits = [1, 2, 3, 4].map((salt) => hash(text, salt).toString(16).padStart(8, '0')).join('')
  const variant = '89ab'[parseInt(digits[16]!, 16) % 4]!
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}

function hash(text: string, salt: number): number {
  let value = Math.imul(0x811c9dc5, salt) >>> 0
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}

const byName = (a: KubeObject, b: KubeObject) => (a.metadata.name < b.metadata.name ? -1 : 1)
