import { matchLabels } from '../../api/labels'
import { controllerOf, keyOf, type KubeObject, type LabelSelector } from '../../api/meta'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Pod } from '../kinds/pod/api'

type Pairs = Readonly<Record<string, string>>

/** Kinds whose selector tells which pods belong together. Rule: plugins/helper/spread.go, DefaultSelector. */
export const ownerKinds = ['ReplicaSet', 'StatefulSet', 'ReplicationController'] as const

/** The groups as kept in a keyframe. */
export interface SavedGroups {
  readonly services: SavedMap<string, Pairs>
  readonly owners: SavedMap<string, LabelSelector>
  readonly namespaces: SavedMap<string, Pairs>
}

/** Which pods belong together: selected by the same services, or made by the same owner; and the labels of namespaces. */
export class PodGroups {
  private readonly services = new CowMap<string, Pairs>()
  private readonly owners = new CowMap<string, LabelSelector>()
  private readonly namespaces = new CowMap<string, Pairs>()
  /** Names of services by namespace and one pair of their selector. */
  private byPair: Map<string, string[]> | undefined
  private memo = new Map<string, LabelSelector | null>()

  putService(key: string, selector: Pairs | undefined): void {
    const old = this.services.get(key)
    if (old === selector) return
    if (selector && Object.keys(selector).length > 0) this.services.set(key, selector)
    else if (!this.services.delete(key)) return
    this.forget()
  }

  putOwner(owner: KubeObject & { readonly spec?: { readonly selector?: LabelSelector | Pairs } }): void {
    const key = ownerKey(owner.kind, keyOf(owner))
    const given = owner.spec?.selector
    if (!given || this.owners.has(key)) return
    this.owners.set(key, owner.kind === 'ReplicationController' ? { matchLabels: given as Pairs } : (given as LabelSelector))
    this.memo.clear()
  }

  removeOwner(owner: KubeObject): void {
    if (this.owners.delete(ownerKey(owner.kind, keyOf(owner)))) this.memo.clear()
  }

  putNamespace(name: string, labels: Pairs | undefined): void {
    if (labels) this.namespaces.set(name, labels)
    else this.namespaces.delete(name)
  }

  namespaceLabels(name: string): Pairs | undefined {
    return this.namespaces.get(name)
  }

  /** What selects the pod's group, the same object as long as nothing changes; null when nothing does. */
  of(pod: Pod): LabelSelector | null {
    const services = this.servicesOf(pod)
    const owner = controllerOf(pod)
    const ownedBy = owner ? ownerKey(owner.kind, `${pod.metadata.namespace}/${owner.name}`) : ''
    const key = `${services.join()} ${ownedBy}`
    let group = this.memo.get(key)
    if (group === undefined) {
      if (this.memo.size > 5000) this.memo.clear()
      this.memo.set(key, (group = this.combine(services, this.owners.get(ownedBy))))
    }
    return group
  }

  clear(): void {
    this.services.clear()
    this.owners.clear()
    this.namespaces.clear()
    this.forget()
  }

  save(): SavedGroups {
    return { services: this.services.save(), owners: this.owners.save(), namespaces: this.namespaces.save() }
  }

  load(saved: SavedGroups): void {
    this.services.load(saved.services)
    this.owners.load(saved.owners)
    this.namespaces.load(saved.namespaces)
    this.forget()
  }

  private combine(services: readonly string[], owner: LabelSelector | undefined): LabelSelector | null {
    const pairs = Object.assign({}, ...services.map((key) => this.services.get(key)), owner?.matchLabels) as Pairs
    const expressions = owner?.matchExpressions ?? []
    if (Object.keys(pairs).length === 0 && expressions.length === 0) return null
    return { matchLabels: pairs, matchExpressions: expressions }
  }

  private servicesOf({ metadata: { namespace, labels = {} } }: Pod): readonly string[] {
    if (this.services.size === 0) return nobody
    const index = (this.byPair ??= this.index())
    let found: string[] | undefined
    for (const label in labels) {
      for (const key of index.get(`${namespace}/${label}=${labels[label]}`) ?? nobody) {
        if (matchLabels(this.services.get(key)!, labels)) (found ??= []).push(key)
      }
    }
    return found ? found.sort() : nobody
  }

  private index(): Map<string, string[]> {
    const index = new Map<string, string[]>()
    for (const [key, selector] of this.services) {
      const label = Object.keys(selector)[0]!
      const pair = `${key.slice(0, key.indexOf('/'))}/${label}=${selector[label]}`
      const keys = index.get(pair)
      if (keys) keys.push(key)
      else index.set(pair, [key])
    }
    return index
  }

  private forget(): void {
    this.byPair = undefined
    this.memo.clear()
  }
}

const nobody: readonly string[] = []
const ownerKey = (kind: string, key: string) => `${kind}/${key}`
