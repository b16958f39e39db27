import { describe, expect, test } from 'vitest'
import { peopleToBe, refusedTo, self, shortName } from '../../src/ui/acting'
import { WorldSession } from '../../src/world/session'

const rbac = `apiVersion: v1
kind: ServiceAccount
metadata: { name: robot }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [''], resources: [pods], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
  - { kind: Group, name: dev, apiGroup: rbac.authorization.k8s.io }
  - { kind: ServiceAccount, name: robot, namespace: default }
`

describe('whom one may act as', () => {
  const session = new WorldSession({ seed: 1, nodes: 1, files: [{ name: 'rbac.yaml', text: rbac }] })
  const { people } = session.tick(1000, () => true).furniture!

  test('is whom the bindings name, and nobody of the system', () => {
    expect(people).toEqual([
      { kind: 'User', name: 'jane', namespace: '', as: 'jane', groups: [], roles: ['reader'] },
      { kind: 'Group', name: 'dev', namespace: '', as: 'somebody', groups: ['dev'], roles: ['reader'] },
      {
        kind: 'ServiceAccount',
        name: 'robot',
        namespace: 'default',
        as: 'system:serviceaccount:default:robot',
        groups: [],
        roles: ['reader'],
      },
    ])
  })

  test('begins with oneself, and has a stranger whom one acts as already', () => {
    expect(peopleToBe(people, {}).map(({ name }) => name)).toEqual(['kubernetes-admin', 'jane', 'dev', 'robot'])
    expect(peopleToBe(people, { as: 'joe' }).at(-1)).toMatchObject({ name: 'joe', acting: { as: 'joe' } })
    expect(peopleToBe(people, { as: 'jane' })).toHaveLength(4)
    expect(peopleToBe(people, {})[1]!.beside).toEqual({ say: 'who.roles', values: { roles: 'reader' } })
  })

  test('has a short name', () => {
    expect(shortName(self.acting)).toBe('kubernetes-admin')
    expect(shortName({ as: 'system:serviceaccount:default:robot' })).toBe('default/robot')
    expect(shortName({ as: 'somebody', asGroups: ['dev'] })).toBe('somebody (dev)')
  })

  test('is refused what no role allows, and told so', () => {
    const at = session.dispatch({ type: 'delete', kind: 'Namespace', namespace: '', name: 'default', as: 'jane' })
    const { refusals } = session.tick(1000, () => true).furniture!
    expect(refusedTo(refusals, 'jane', at)?.message).toMatch(/^namespaces "default" is forbidden: User "jane" cannot delete/)
    expect(refusedTo(refusals, 'joe', at)).toBeUndefined()
  })
})
