/** What is around a cluster: the machines it may have, the people who ask it for something, and what it refused them. */

import type { Hue, Span } from './frame'

/** A pool of like machines that may grow and shrink by itself. */
export interface PoolView {
  readonly name: string
  readonly nodes: readonly string[]
  readonly min: number
  readonly max: number
  readonly size: number
  /** Machines that were asked for and have not joined. */
  readonly joining: number
  /** These, in the order in which they were asked for, and from when until when each is on its way. */
  readonly arrivals: readonly { readonly name: string; readonly span: Span }[]
  /** Nodes of it that nobody has needed for so many whole minutes; after ten the autoscaler gives one back. */
  readonly unneeded: readonly { readonly name: string; readonly minutes: number }[]
  /** What each machine of it is like, as quantities. */
  readonly machine: { readonly cpu: string; readonly memory: string; readonly zone: string }
  /** Can it grow? An on-premises pool cannot. */
  readonly elastic: boolean
  /** Of one machine, in dollars per hour. */
  readonly price: number
  /** What the pool has cost so far, in dollars. */
  readonly cost: number
}

/** A request that was turned down, by whom and why. */
export interface RefusalView {
  readonly at: number
  readonly user: string
  readonly verb: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly code: number
  /** What turned it down: `RBAC`, `ResourceQuota`, `LimitRanger`, `PodSecurity`, ... */
  readonly by: string
  readonly message: string
  readonly hue: Hue
}

/** Somebody whom a binding names, or a service account. */
export interface PersonView {
  readonly kind: 'User' | 'Group' | 'ServiceAccount'
  readonly name: string
  /** Of a service account. */
  readonly namespace: string
  /** What a command says to act as them; for a group anybody in it. */
  readonly as: string
  readonly groups: readonly string[]
  /** Names of the roles that are bound to them, in the order of the bindings. */
  readonly roles: readonly string[]
}
