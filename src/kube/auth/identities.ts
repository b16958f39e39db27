import type { User } from '../../api/authorization'

export const MASTERS = 'system:masters'
const AUTHENTICATED = 'system:authenticated'
export const NODES = 'system:nodes'
const NODE_PREFIX = 'system:node:'
const ACCOUNT_PREFIX = 'system:serviceaccount:'

/** The service accounts of those controllers that are not named as their loop is; upstream: buildControllerRoles. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  'certificatesigningrequest-approving-controller': 'certificate-controller',
  'certificatesigningrequest-cleaner-controller': 'certificate-controller',
  'certificatesigningrequest-signing-controller': 'certificate-controller',
  'daemonset-controller': 'daemon-set-controller',
  'endpoints-controller': 'endpoint-controller',
  'endpointslice-mirroring-controller': 'endpointslicemirroring-controller',
  'garbage-collector-controller': 'generic-garbage-collector',
  'horizontal-pod-autoscaler-controller': 'horizontal-pod-autoscaler',
  'legacy-serviceaccount-token-cleaner-controller': 'legacy-service-account-token-cleaner',
  'node-lifecycle-controller': 'node-controller',
  'taint-eviction-controller': 'node-controller',
  'persistentvolume-attach-detach-controller': 'attachdetach-controller',
  'persistentvolume-binder-controller': 'persistent-volume-binder',
  'persistentvolume-expander-controller': 'expand-controller',
  'persistentvolume-protection-controller': 'pv-protection-controller',
  'persistentvolumeclaim-protection-controller': 'pvc-protection-controller',
  'pod-garbage-collector-controller': 'pod-garbage-collector',
  'replicationcontroller-controller': 'replication-controller',
  'root-ca-certificate-publisher-controller': 'root-ca-cert-publisher',
  'service-lb-controller': 'service-controller',
  'serviceaccount-controller': 'service-account-controller',
}

/** The groups that every service account of a namespace is in. */
export const accountGroups = (namespace: string): string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
  AUTHENTICATED,
]

/** A service account as a user. */
export const accountUser = (namespace: string, name: string): User => ({
  name: `${ACCOUNT_PREFIX}${namespace}:${name}`,
  groups: accountGroups(namespace),
})

/** Somebody by name; the groups that follow from the name are added. */
export function namedUser(name: string, groups: readonly string[] = []): User {
  const [, namespace] = name.startsWith(ACCOUNT_PREFIX) ? name.slice('system:'.length).split(':') : []
  if (namespace) return { name, groups: groups.length ? [...groups, AUTHENTICATED] : accountGroups(namespace) }
  if (name === 'system:anonymous') return { name, groups: [...groups, 'system:unauthenticated'] }
  return { name, groups: groups.includes(AUTHENTICATED) ? groups : [...groups, AUTHENTICATED] }
}

/** The node that a user is, or ''. Upstream: the node identifier. */
export const nodeOf = ({ name, groups }: User): string =>
  name.startsWith(NODE_PREFIX) && groups.includes(NODES) ? name.slice(NODE_PREFIX.length) : ''

/** How somebody who is impersonated is called among the actors of the world. */
export const actorAs = (name: string, groups: readonly string[] = []): string =>
  groups.length ? `user:${name} (${groups.join(',')})` : `user:${name}`

const PERSON = /^user:(.*?)(?: \((.*)\))?$/

/** Is the actor a person, or an account that somebody acts as? All others are parts of the cluster. */
export const isPerson = (actor: string): boolean => actor === 'you' || actor.startsWith('user:')

/**
 * Whom an actor of the world is to the API server. `isKnown` tells which service accounts of kube-system have a role of their own; parts
 * that have none (add-ons, the simulator's own) may do everything.
 */
export function userOf(actor: string, isKnown: (account: string) => boolean): User {
  if (actor === 'you') return { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', AUTHENTICATED] }
  if (actor === 'scheduler') return { name: 'system:kube-scheduler', groups: [AUTHENTICATED] }
  if (actor === 'kube-proxy') return accountUser('kube-system', 'kube-proxy')
  if (actor.startsWith('kubelet:')) {
    return { name: NODE_PREFIX + actor.slice('kubelet:'.length), groups: [NODES, AUTHENTICATED] }
  }
  const person = PERSON.exec(actor)
  if (person) return namedUser(person[1]!, person[2]?.split(','))
  if (actor.startsWith('controller:')) {
    const loop = actor.slice('controller:'.length)
    const account = ACCOUNTS[loop] ?? loop
    const user = accountUser('kube-system', account)
    return isKnown(account) ? user : { ...user, groups: [MASTERS, ...user.groups] }
  }
  return { name: `system:${actor}`, groups: [MASTERS, AUTHENTICATED] }
}
