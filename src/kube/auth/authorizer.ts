import type { Attributes, Authorization, Decision, KnownRules, User } from '../../api/authorization'
import { forbiddenError } from '../../api/errors'
import type { KindDefinition } from '../../api/kind'
import { keyIn } from '../../api/meta'
import type { Store } from '../../api/store'
import type { Kernel } from '../../kernel/kernel'
import type { Pod } from '../kinds/pod/api'
import { isController } from './bootstrap/policy'
import { forbiddenRequest } from './forbidden'
import { isPerson, MASTERS, nodeOf, userOf } from './identities'
import { nodeDecision } from './nodeRules'
import { Rbac, RBAC_KINDS } from './rbac'

/** What is known of one actor, as long as no role or binding changes. */
interface Profile {
  readonly user: User
  readonly isMaster: boolean
  readonly node: string
  /** Parts of the cluster read what their watches brought them, and are not asked again. */
  readonly readsFreely: boolean
  /** By kind, by subresource, the verbs that are allowed on every object of it. */
  readonly everywhere: Map<KindDefinition, Map<string, Map<string, boolean>>>
  /** Decisions about single namespaces and names. */
  readonly single: Map<string, Decision>
}

/** More single decisions than this are forgotten together. */
const MOST_SINGLE = 2_000

/**
 * The API server's authorizers in their order, as `--authorization-mode=Node,RBAC`: system:masters may do everything, kubelets what the
 * Node authorizer grants, everybody what roles and bindings say. Decisions are kept until a role or binding changes.
 */
export function createAuthorization(kernel: Kernel, store: Store): Authorization {
  let profiles = new Map<string, Profile>()
  let rbac: Rbac | undefined
  /** Another object after every change, so that a keyframe can tell whether anything changed. */
  let state: object = {}

  const forget = () => {
    profiles = new Map()
    rbac = undefined
  }
  store.onChange(({ kind }) => {
    if (!RBAC_KINDS.has(kind)) return
    state = {}
    forget()
  })
  kernel.part<object>('authorization', {
    save: () => state,
    load: (saved) => {
      if (saved === state) return
      state = saved
      forget()
    },
  })

  const bindings = () => (rbac ??= new Rbac(store))

  const profileOf = (actor: string): Profile => {
    let profile = profiles.get(actor)
    if (!profile) {
      const user = userOf(actor, isController)
      profile = {
        user,
        isMaster: user.groups.includes(MASTERS),
        node: nodeOf(user),
        readsFreely: !isPerson(actor),
        everywhere: new Map(),
        single: new Map(),
      }
      profiles.set(actor, profile)
    }
    return profile
  }

  const decide = (user: User, asked: Attributes): Decision => {
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' }
    const node = nodeOf(user)
    const first = node ? nodeDecision(store, node, asked) : undefined
    if (first?.allowed) return first
    const second = bindings().decide(user, asked)
    if (second.allowed || !first?.reason) return second
    return { allowed: false, reason: second.reason ? `${first.reason}\n${second.reason}` : first.reason }
  }

  const everywhere = (profile: Profile, verb: string, kind: KindDefinition, subresource: string): boolean => {
    let parts = profile.everywhere.get(kind)
    if (!parts) profile.everywhere.set(kind, (parts = new Map()))
    let verbs = parts.get(subresource)
    if (!verbs) parts.set(subresource, (verbs = new Map()))
    let allowed = verbs.get(verb)
    if (allowed === undefined) {
      const asked = attributes(verb, kind, subresource, '', '')
      // What a node may do often depends on the object.
      allowed = profile.node && !FREE_OF_NODES.has(kind.kind) ? false : decide(profile.user, asked).allowed
      verbs.set(verb, allowed)
    }
    return allowed
  }

  const one = (profile: Profile, asked: Attributes): Decision => {
    if (profile.node) return decide(profile.user, asked)
    const { verb, group, resource, subresource, namespace, name } = asked
    const key = `${verb} ${group} ${resource} ${subresource} ${namespace} ${name}`
    let decision = profile.single.get(key)
    if (!decision) {
      if (profile.single.size >= MOST_SINGLE) profile.single.clear()
      profile.single.set(key, (decision = decide(profile.user, asked)))
    }
    return decision
  }

  /** Some parts of this cluster patch what the real ones update, or the other way round: to them it is the same permission. */
  const mayOtherwise = (profile: Profile, asked: Attributes): boolean => {
    const other = asked.verb === 'update' ? 'patch' : asked.verb === 'patch' ? 'update' : undefined
    return profile.readsFreely && other !== undefined && one(profile, { ...asked, verb: other }).allowed
  }

  const check: Authorization['check'] = (actor, verb, kind, subresource, namespace, name) => {
    const profile = profileOf(actor)
    if (profile.isMaster) return
    if (!everywhere(profile, verb, kind, subresource)) {
      const request = attributes(verb, kind, subresource, namespace, name)
      const { allowed, reason } = one(profile, request)
      if (!allowed && !mayOtherwise(profile, request)) throw forbiddenRequest(profile.user, request, reason)
    }
    if (profile.node) restrict(store, profile.node, verb, kind, subresource, namespace, name)
  }

  return {
    userOf: (actor) => profileOf(actor).user,
    check,
    checkRead(actor, verb, kind, namespace, name) {
      if (!profileOf(actor).readsFreely) check(actor, verb, kind, '', namespace, name)
    },
    decide,
    rulesFor(user: User, namespace: string): KnownRules {
      const rules = bindings().rulesFor(user, namespace)
      if (!nodeOf(user)) return rules
      const error = ['node authorizer does not support user rule resolution', ...(rules.error ? [rules.error] : [])].join(', ')
      return { ...rules, incomplete: true, error }
    },
  }
}

/** Kinds of which a kubelet may write every object, or which `restrict` looks after. */
const FREE_OF_NODES: ReadonlySet<string> = new Set(['Event', 'Pod', 'Node'])

const attributes = (verb: string, kind: KindDefinition, subresource: string, namespace: string, name: string): Attributes => ({
  verb,
  group: kind.group,
  resource: kind.plural,
  subresource,
  namespace,
  name,
})

/** A kubelet changes its own node and the pods on it only; upstream: the NodeRestriction admission plugin. Throws Forbidden. */
function restrict(
  store: Store,
  node: string,
  verb: string,
  kind: KindDefinition,
  subresource: string,
  namespace: string,
  name: string,
): void {
  if (verb === 'get' || verb === 'list' || !name) return
  if (kind.kind === 'Node') {
    if (name !== node)
      throw forbiddenError(kind, name, `node ${JSON.stringify(node)} is not allowed to modify node ${JSON.stringify(name)}`)
    return
  }
  if (kind.kind !== 'Pod') return
  const pod = store.get('Pod', keyIn(namespace, name)) as Pod | undefined
  if (!pod || pod.spec.nodeName === node) return
  const only =
    subresource === 'status' ? 'update pod status for pods' : subresource === 'eviction' ? 'evict pods' : `${verb} pods`
  throw forbiddenError(kind, name, `node ${JSON.stringify(node)} can only ${only} with spec.nodeName set to itself`)
}
