import fc from 'fast-check'
import { expect } from 'vitest'
import type { Command } from '../../../../src/world/command'
import { file, type Act } from '../act'
import type { Family } from '../family'
import { template, workload } from '../manifests'
import { one, readyOf } from '../read'
import type { Deployment } from '../../../../src/kube/kinds/deployment/api'

/** May change Deployments of `default`, and nothing else. */
export const JANE = 'jane'
/** May do nothing. */
const JOE = 'joe'

const apiVersion = 'rbac.authorization.k8s.io/v1'
const rights = file(
  'rights',
  {
    apiVersion,
    kind: 'Role',
    metadata: { name: 'deployer' },
    rules: [{ apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['*'] }],
  },
  {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name: 'jane' },
    subjects: [{ kind: 'User', name: JANE, apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'deployer' },
  },
)
const desk = (replicas: number, image = 'nginx:1.27') =>
  file('desk', workload('Deployment', 'desk', { replicas, template: template('desk', image) }))
const named = { kind: 'Deployment', namespace: 'default', name: 'desk' }

const deeds = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map((replicas) => desk(replicas)),
  fc.integer({ min: 1, max: 4 }).map((replicas): Command => ({ type: 'scale', ...named, replicas })),
  fc.constantFrom<Command>(
    { type: 'restart', ...named },
    { type: 'undo', ...named },
    { type: 'delete', ...named },
    { type: 'cordon', node: 'node-1' },
    { type: 'drain', node: 'node-2', force: true },
    { type: 'delete', kind: 'RoleBinding', namespace: 'default', name: 'jane' },
    { type: 'delete', kind: 'Namespace', namespace: '', name: 'team' },
    rights,
  ),
)

/** What others than the administrator try. */
export const people: Family = {
  name: 'people',
  begin: [rights, desk(2)],
  acts: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(deeds, fc.constantFrom(JANE, JOE)).map(([deed, as]) => ({ ...deed, as }) as Act) },
    fc.constant(rights),
    fc.constant<Act>({ type: 'delete', kind: 'RoleBinding', namespace: 'default', name: 'jane' }),
  ),
  calm: [rights, desk(1), { ...desk(3, 'nginx:1.29'), as: JANE } as Act, { ...desk(5), as: JOE } as Act],
  rests(world) {
    expect(one<Deployment>(world, 'Deployment', 'default/desk')!.spec.replicas, 'what jane asked for').toBe(3)
    expect(readyOf(world, 'desk'), 'ready pods of desk').toHaveLength(3)
  },
}
