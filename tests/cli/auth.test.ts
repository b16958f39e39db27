import { expect, test } from 'vitest'
import { createWorld } from '../../src/world/world'
import { run } from '../support/cluster'

const fresh = () => {
  const world = createWorld({ seed: 1, nodes: 1 })
  world.advance(3_000)
  return (line: string) => {
    const { exit, out, err } = run(world, line)
    return [exit, ...out, ...err]
  }
}

test('who am I, and who may I be', () => {
  const kubectl = fresh()
  expect(kubectl('auth whoami')).toEqual([
    0,
    'ATTRIBUTE   VALUE',
    'Username    kubernetes-admin',
    'Groups      [kubeadm:cluster-admins system:authenticated]',
  ])
  expect(kubectl('auth whoami --as jane --as-group=devs')).toEqual([
    0,
    'ATTRIBUTE   VALUE',
    'Username    jane',
    'Groups      [devs system:authenticated]',
  ])
})

test('roles and bindings without a file, and what they allow', () => {
  const kubectl = fresh()
  expect(kubectl('auth can-i list pods --as=jane')).toEqual([1, 'no'])
  expect(kubectl('create role reader --verb=get,list --resource=pods,deployments.apps,pods/log')).toEqual([
    0,
    'role.rbac.authorization.k8s.io/reader created',
  ])
  expect(kubectl('create rolebinding reader --role=reader --user=jane --serviceaccount=default:ci')).toEqual([
    0,
    'rolebinding.rbac.authorization.k8s.io/reader created',
  ])
  expect(kubectl('auth can-i list pods --as=jane')).toEqual([0, 'yes'])
  expect(kubectl('auth can-i list pods -n kube-system --as=jane')).toEqual([1, 'no'])
  expect(kubectl('auth can-i get deployments.apps/web --as=system:serviceaccount:default:ci')).toEqual([0, 'yes'])
  expect(kubectl('auth can-i delete nodes')).toEqual([0, 'yes', "Warning: resource 'nodes' is not namespace scoped", ''])
  expect(kubectl('get pods --as=jane')).toEqual([0, 'No resources found in default namespace.'])
  expect(kubectl('get secrets --as=jane')).toEqual([
    1,
    'Error from server (Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "default"',
  ])
  const list = kubectl('auth can-i --list --as=jane')
    .slice(1)
    .map((line) => String(line).split(/ {2,}/))
  expect(list[0]).toEqual(['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'])
  expect(list).toContainEqual(['deployments.apps', '[]', '[]', '[get list]'])
  expect(list).toContainEqual(['pods/log', '[]', '[]', '[get list]'])
  expect(list).toContainEqual(['selfsubjectreviews.authentication.k8s.io', '[]', '[]', '[create]'])
})

test('accounts, tokens and quotas', () => {
  const kubectl = fresh()
  expect(kubectl('create serviceaccount ci')).toEqual([0, 'serviceaccount/ci created'])
  const [exit, token] = kubectl('create token ci --duration=1h')
  expect(exit).toBe(0)
  expect(String(token).split('.')).toHaveLength(3)
  expect(kubectl('create token ci --duration=1m')[1]).toContain('may not specify a duration less than 10 minutes')
  expect(kubectl('create token nobody')).toEqual([1, 'Error from server (NotFound): serviceaccounts "nobody" not found'])
  expect(kubectl('create quota q --hard=pods=2,requests.cpu=1')).toEqual([0, 'resourcequota/q created'])
  expect(kubectl('create clusterrolebinding x --user=jane')[1]).toContain('required flag(s) "clusterrole" not set')
})
