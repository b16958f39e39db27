import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import type { Draft } from '../../../src/api/meta'
import { createWorld } from '../../../src/world/world'
import { clusterWith, deploymentYaml } from '../../support/cluster'

const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`
    throw error
  }
  return 'allowed'
}

const rbac = (kind: string, name: string, rest: object, namespace?: string): Draft =>
  ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name, ...(namespace && { namespace }) }, ...rest }) as Draft

const jane = [{ kind: 'User', name: 'jane' }]
const ref = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name })

describe('who may do what', () => {
  test('somebody without a role may nothing, in the words of the API server', () => {
    const { server } = createWorld({ seed: 1, nodes: 1 }).cluster
    expect(refusal(() => server.read('user:jane', 'Deployment', 'web', 'default'))).toBe(
      '403 deployments.apps "web" is forbidden: User "jane" cannot get resource "deployments" in API group "apps" in the namespace "default"',
    )
    expect(refusal(() => server.list('user:jane', 'Pod', { namespace: 'default' }))).toBe(
      '403 pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    )
    expect(refusal(() => server.list('user:jane', 'Node'))).toBe(
      '403 nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    )
    expect(refusal(() => server.create('user:jane', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }))).toBe(
      '403 configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"',
    )
    expect(refusal(() => server.scale('user:jane', 'Deployment', { metadata: { name: 'web' } }, 2))).toContain(
      'cannot update resource "deployments/scale" in API group "apps"',
    )
  })

  test('a binding takes effect at once, in its namespace only, and ends when it is deleted', () => {
    const { server } = createWorld({ seed: 1, nodes: 1 }).cluster
    const list = (namespace: string) => refusal(() => server.list('user:jane', 'Pod', { namespace }))
    expect(list('default')).toMatch(/^403/)
    server.create('you', rbac('RoleBinding', 'b', { subjects: jane, roleRef: ref('ClusterRole', 'view') }, 'default'))
    expect(list('default')).toBe('allowed')
    expect(list('kube-system')).toMatch(/^403/)
    expect(refusal(() => server.delete('user:jane', 'Pod', { metadata: { name: 'p' } }))).toMatch(/^403/)
    server.delete('you', 'RoleBinding', { metadata: { name: 'b', namespace: 'default' } })
    expect(list('default')).toMatch(/^403/)
  })

  test('a binding to a role that is not there says so', () => {
    const { server } = createWorld({ seed: 1, nodes: 1 }).cluster
    server.create('you', rbac('RoleBinding', 'b', { subjects: jane, roleRef: ref('Role', 'gone') }, 'default'))
    expect(refusal(() => server.list('user:jane', 'Pod', { namespace: 'default' }))).toMatch(
      /in the namespace "default": RBAC: role\.rbac\.authorization\.k8s\.io "gone" not found$/,
    )
  })

  test('a service account is bound by its name, and by the groups that it is in', () => {
    const { server } = createWorld({ seed: 1, nodes: 1 }).cluster
    const ci = 'user:system:serviceaccount:default:ci'
    const subjects = [{ kind: 'Group', name: 'system:serviceaccounts:default' }]
    server.create('you', rbac('ClusterRoleBinding', 'b', { subjects, roleRef: ref('ClusterRole', 'view') }))
    expect(refusal(() => server.list(ci, 'Pod'))).toBe('allowed')
    expect(refusal(() => server.list(ci, 'Secret'))).toMatch(/^403/)
  })

  test('a kubelet may do what concerns its own node', () => {
    const { server } = clusterWith(deploymentYaml('web', 2), { nodes: 2 }).cluster
    const pod = [...server.store.all('Pod')][0] as unknown as {
      metadata: { name: string; namespace: string }
      spec: { nodeName: string }
    }
    const other = pod.spec.nodeName === 'node-1' ? 'node-2' : 'node-1'
    expect(refusal(() => server.delete(`kubelet:${other}`, 'Pod', pod))).toBe(
      `403 pods "${pod.metadata.name}" is forbidden: node "${other}" can only delete pods with spec.nodeName set to itself`,
    )
    expect(refusal(() => server.patch('kubelet:node-1', 'Node', { metadata: { name: 'node-2' } }, 'merge', {}))).toBe(
      '403 nodes "node-2" is forbidden: node "node-1" is not allowed to modify node "node-2"',
    )
    expect(refusal(() => server.delete('kubelet:node-1', 'Deployment', { metadata: { name: 'web' } }))).toMatch(/^403/)
  })
})

describe('the parts of the control plane', () => {
  test('a controller whose binding is deleted can no longer do its work, and can again when it is back', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    const { server } = world.cluster
    const name = 'system:controller:replicaset-controller'
    const binding = server.read('you', 'ClusterRoleBinding', name)!
    server.delete('you', 'ClusterRoleBinding', binding)
    server.scale('you', 'Deployment', { metadata: { name: 'web' } }, 3)
    world.advance(world.now + 5_000)
    expect(server.store.size('Pod')).toBe(1)
    const told = server.refusals.recent.find(({ by, kind, verb }) => by === 'rbac' && kind === 'Pod' && verb === 'create')
    expect(told).toMatchObject({ user: 'system:serviceaccount:kube-system:replicaset-controller', code: 403 })
    expect(world.kernel.trace.get(told!.record)).toMatchObject({ verb: 'refuse', note: told!.message })
    server.create('you', { ...binding, metadata: { name } })
    world.advance(world.now + 30_000)
    expect(server.store.size('Pod')).toBe(3)
  })

  test('in a cluster at work nobody is refused, and a young one has nothing to do for its roles', () => {
    const world = clusterWith(deploymentYaml('web', 5))
    expect(world.cluster.server.refusals.recent).toEqual([])
    const quiet = createWorld({ seed: 1, nodes: 1 })
    quiet.advance(10_000)
    expect(quiet.kernel.trace.since(0).filter(({ subject }) => /Role/.test(subject))).toEqual([])
  })

  test('the roles of people hold what they aggregate, and follow new roles', () => {
    const world = createWorld({ seed: 1, nodes: 1 })
    const { server } = world.cluster
    const rules = (name: string) => JSON.stringify((server.read('you', 'ClusterRole', name) as { rules?: unknown }).rules)
    expect(rules('admin')).toContain('"rolebindings"')
    expect(rules('admin')).toContain('"endpointslices"')
    world.advance(5_000)
    const label = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }
    const custom = { rules: [{ apiGroups: ['x.io'], resources: ['crontabs'], verbs: ['get'] }] }
    const role = rbac('ClusterRole', 'crons', custom)
    server.create('you', { ...role, metadata: { ...role.metadata, labels: label } })
    world.advance(6_000)
    for (const name of ['view', 'edit', 'admin']) expect(rules(name)).toContain('crontabs')
  })
})

describe('nobody gives more than they have', () => {
  function withAdmin() {
    const { server } = createWorld({ seed: 1, nodes: 1 }).cluster
    server.create('you', rbac('RoleBinding', 'a', { subjects: jane, roleRef: ref('ClusterRole', 'admin') }, 'default'))
    return server
  }

  test('a role with rules that its maker lacks', () => {
    const server = withAdmin()
    const rules = [{ apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get', 'delete'] }]
    expect(refusal(() => server.create('user:jane', rbac('Role', 'r', { rules }, 'default')))).toBe(
      '403 roles.rbac.authorization.k8s.io "r" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get" "delete"]}',
    )
    const fine = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'delete'] }]
    expect(refusal(() => server.create('user:jane', rbac('Role', 'r', { rules: fine }, 'default')))).toBe('allowed')
  })

  test('a binding of a role that holds more', () => {
    const server = withAdmin()
    const bind = (role: string) =>
      refusal(() =>
        server.create('user:jane', rbac('RoleBinding', role, { subjects: jane, roleRef: ref('ClusterRole', role) }, 'default')),
      )
    expect(bind('cluster-admin')).toMatch(
      /is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\["\*"\], Resources:\["\*"\], Verbs:\["\*"\]\}/,
    )
    expect(bind('edit')).toBe('allowed')
  })
})

describe('acting as somebody', () => {
  test('a refused command under another name is kept, told and replays', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    const at = world.now
    world.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 5, as: 'jane' })
    world.dispatch({ type: 'apply', file: 'a.yaml', text: deploymentYaml('api', 1), as: 'jane', asGroups: ['devs'] })
    const first = world.cluster.server.refusals.recent
    expect(first.map(({ user, verb, by }) => [user, verb, by])).toEqual([
      ['jane', 'patch', 'rbac'],
      ['jane', 'get', 'rbac'],
    ])
    expect(first[1]!.actor).toBe('user:jane (devs)')
    world.advance(at + 5_000)
    world.seek(at - 1_000)
    expect(world.cluster.server.refusals.recent).toEqual([])
    world.seek(at + 5_000)
    expect(world.cluster.server.refusals.recent).toEqual(first)
  })

  test('turning back the time takes permissions back', () => {
    const world = createWorld({ seed: 1, nodes: 1 })
    world.advance(5_000)
    const yaml = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
subjects: [{ kind: User, name: jane }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
`
    world.dispatch({ type: 'apply', file: 'b.yaml', text: yaml })
    const list = () => refusal(() => world.cluster.server.list('user:jane', 'Pod'))
    expect(list()).toBe('allowed')
    world.seek(1_000)
    expect(list()).toMatch(/^403/)
    world.seek(6_000)
    expect(list()).toBe('allowed')
  })
})
