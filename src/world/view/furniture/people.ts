import type { KubeObject } from '../../../api/meta'
import { accountUser } from '../../../kube/auth/identities'
import type { PersonView } from '../../frame'
import { definePart } from './part'

interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

type Bound = KubeObject & { readonly subjects?: readonly Subject[]; readonly roleRef: { readonly name: string } }

/** What the API server itself binds when it starts, and all that is the system's own. */
const BOOTSTRAPPED = 'kubernetes.io/bootstrapping'
const isSystem = (text: string) => text.startsWith('system:') || text.startsWith('kube-') || text.startsWith('kubeadm:')

/** Whom roles are bound to, and the service accounts that somebody made: users first, then groups, then accounts. */
export const people = definePart<PersonView>({
  kinds: ['RoleBinding', 'ClusterRoleBinding', 'ServiceAccount'],
  build({ store }) {
    const found = new Map<string, PersonView>()
    const add = (person: PersonView) => {
      const key = `${RANK.indexOf(person.kind)} ${person.namespace} ${person.name}`
      const roles = [...(found.get(key)?.roles ?? []), ...person.roles]
      found.set(key, { ...person, roles: [...new Set(roles)] })
    }
    for (const kind of ['RoleBinding', 'ClusterRoleBinding']) {
      for (const binding of store.all(kind) as IterableIterator<Bound>) {
        const { labels, namespace = '' } = binding.metadata
        if (labels?.[BOOTSTRAPPED] !== undefined || isSystem(namespace) || isSystem(binding.metadata.name)) continue
        for (const subject of binding.subjects ?? []) {
          const person = personOf(subject)
          if (person) add({ ...person, roles: [binding.roleRef.name] })
        }
      }
    }
    for (const { metadata } of store.all('ServiceAccount')) {
      const { name, namespace = '' } = metadata
      if (name !== 'default' && !isSystem(namespace)) add(account(namespace, name))
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, person]) => person)
  },
})

const RANK: readonly PersonView['kind'][] = ['User', 'Group', 'ServiceAccount']

function personOf({ kind, name, namespace = '' }: Subject): PersonView | undefined {
  if (kind === 'ServiceAccount') return isSystem(namespace) ? undefined : account(namespace, name)
  if (isSystem(name)) return undefined
  if (kind === 'User') return { kind, name, namespace: '', as: name, groups: [], roles: [] }
  return kind === 'Group' ? { kind, name, namespace: '', as: 'somebody', groups: [name], roles: [] } : undefined
}

const account = (namespace: string, name: string): PersonView => ({
  kind: 'ServiceAccount',
  name,
  namespace,
  as: accountUser(namespace, name).name,
  groups: [],
  roles: [],
})
