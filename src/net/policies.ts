import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { NetworkPolicy } from '../kube/kinds/networkpolicy/api'
import type { NetContext, Peer, Peers } from './peers'
import { compilePolicy, OPEN, sideOf, type CompiledPolicy, type Verdict, type Wire } from './policy'

/** What the stage shows of a policy. */
export interface PolicyView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly types: readonly ('Ingress' | 'Egress')[]
  /** Uids of the pods that it selects. */
  readonly pods: readonly string[]
}

/** Pods that only some may speak with, or that may speak with some only: uids. */
export interface Isolation {
  readonly ingress: readonly string[]
  readonly egress: readonly string[]
}

/** All policies, as the nodes enforce them. */
export interface Policies {
  /** May `from` open a connection to `to`? */
  verdict(from: Peer, to: Peer, wire: Wire): Verdict
  /** Are there any? */
  readonly any: boolean
  views(): readonly PolicyView[]
  isolation(): Isolation
}

const none: readonly CompiledPolicy[] = []

/** Follows NetworkPolicies; enforced as the API describes it: the union of all that select a pod. */
export function createPolicies(context: NetContext, peers: Peers): Policies {
  const policies = new CowMap<string, NetworkPolicy>()
  context.kernel.part<SavedMap<string, NetworkPolicy>>('network.policies', {
    save: () => policies.save(),
    load: (saved) => {
      policies.load(saved)
      changes++
    },
  })
  context.onStart(() => policies.clear())
  let changes = 0
  context.watch('NetworkPolicy', ({ type, object }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`
    if (type === 'DELETED') policies.delete(key)
    else policies.set(key, object)
    changes++
  })

  // Derived, and void as soon as anything it was derived from changes.
  let mark = ''
  let byNamespace = new Map<string, CompiledPolicy[]>()
  let selecting = new Map<string, { ingress: readonly CompiledPolicy[]; egress: readonly CompiledPolicy[] }>()
  let verdicts = new Map<string, Verdict>()
  const refresh = () => {
    const now = `${changes}/${peers.version}`
    if (mark === now) return
    mark = now
    byNamespace = new Map()
    selecting = new Map()
    verdicts = new Map()
    for (const key of [...policies.keys()].sort()) {
      const policy = compilePolicy(policies.get(key)!)
      const list = byNamespace.get(policy.namespace)
      if (list) list.push(policy)
      else byNamespace.set(policy.namespace, [policy])
    }
  }
  const selectingOf = (peer: Peer) => {
    let found = selecting.get(peer.id)
    if (!found) {
      const mine = peer.outside ? none : (byNamespace.get(peer.namespace) ?? none).filter(({ selects }) => selects(peer.labels))
      found = {
        ingress: mine.filter(({ ingress }) => ingress !== undefined),
        egress: mine.filter(({ egress }) => egress !== undefined),
      }
      selecting.set(peer.id, found)
    }
    return found
  }
  const labelsOf = (namespace: string) => peers.namespaceLabels(namespace)

  return {
    get any() {
      return policies.size > 0
    },
    verdict(from, to, wire) {
      // A pod always reaches itself.
      if (policies.size === 0 || from.id === to.id) return OPEN
      refresh()
      const key = `${from.id}@${from.ip}|${to.id}@${to.ip}|${wire.port}/${wire.protocol ?? 'TCP'}`
      let verdict = verdicts.get(key)
      if (!verdict) {
        const egress = sideOf(selectingOf(from).egress, 'egress', to, to, wire, labelsOf)
        const ingress = sideOf(selectingOf(to).ingress, 'ingress', from, to, wire, labelsOf)
        verdict = { allowed: egress.allowed && ingress.allowed, egress, ingress }
        verdicts.set(key, verdict)
      }
      return verdict
    },
    views() {
      return [...policies.values()].map((policy): PolicyView => {
        const { uid, name, namespace = '', selects, ingress, egress } = { ...compilePolicy(policy), ...policy.metadata }
        const pods = peers.of(namespace).filter((peer) => !peer.outside && selects(peer.labels))
        return {
          uid,
          name,
          namespace,
          types: [...(ingress ? (['Ingress'] as const) : []), ...(egress ? (['Egress'] as const) : [])],
          pods: pods.map(({ id }) => id),
        }
      })
    },
    isolation() {
      refresh()
      const ingress: string[] = []
      const egress: string[] = []
      for (const namespace of byNamespace.keys()) {
        for (const peer of peers.of(namespace)) {
          const found = selectingOf(peer)
          if (found.ingress.length) ingress.push(peer.id)
          if (found.egress.length) egress.push(peer.id)
        }
      }
      return { ingress, egress }
    },
  }
}
