import type { KindDefinition } from './kind'

/** Who asks, as the API server knows them; upstream: user.Info. */
export interface User {
  readonly name: string
  readonly groups: readonly string[]
  readonly uid?: string
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** What somebody wants to do; upstream: authorizer.Attributes. Either a resource or, with `path`, something that is none. */
export interface Attributes {
  readonly verb: string
  readonly group: string
  /** Plural, or `*` for all. */
  readonly resource: string
  readonly subresource: string
  /** '' = the whole cluster. */
  readonly namespace: string
  readonly name: string
  readonly path?: string
}

/** The answer, and in upstream's words why. */
export interface Decision {
  readonly allowed: boolean
  readonly reason: string
}

/** One permission; upstream: rbac.PolicyRule. */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

/** What an authorizer knows about a user's permissions in a namespace. */
export interface KnownRules {
  readonly rules: readonly PolicyRule[]
  /** Were some not found, or may others not be listed? */
  readonly incomplete: boolean
  readonly error: string
}

/** Decides who may do what. The server asks it before it looks at anything else of a request. */
export interface Authorization {
  /** Whom an actor of the world is to the cluster: `controller:job-controller` is a service account of kube-system. */
  userOf(actor: string): User
  /** Throws Forbidden when the actor may not do this. `namespace` is '' for kinds without. */
  check(actor: string, verb: string, kind: KindDefinition, subresource: string, namespace: string, name: string): void
  /** The same for reads. What follows the cluster by watches reads what it already has, and is not asked again. */
  checkRead(actor: string, verb: 'get' | 'list', kind: KindDefinition, namespace: string, name: string): void
  decide(user: User, attributes: Attributes): Decision
  rulesFor(user: User, namespace: string): KnownRules
}
