import { ApiError } from '../api/errors'
import { controllerOf } from '../api/meta'
import type { ApiServer } from '../api/server'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { Node } from '../kube/kinds/node/api'
import type { Pod } from '../kube/kinds/pod/api'
import { CommandError } from './commandError'

/** How far the emptying of a node is. */
export interface Draining {
  /** Pods that are still there and have to go. */
  readonly left: number
  /** Of these, those that a disruption budget keeps for now, as `namespace/name`. */
  readonly kept: readonly string[]
  /** What the server said of the last one kept, '' when none is. */
  readonly message: string
  /** Virtual ms of the next look. */
  readonly next: number
}

/** A node that is being emptied. Replaced, never changed. */
interface Drain extends Draining {
  readonly actor: string
  /** Uids of the pods that have to go: those that were there when it began. */
  readonly pods: readonly string[]
}

const TOPIC = 'drain'
/** Upstream: the pause before a refused eviction is asked for again, and between two looks at pods that are going. */
const RETRY_MS = 5_000
const LOOK_MS = 1_000

const MIRROR = 'kubernetes.io/config.mirror'

/**
 * `kubectl drain --ignore-daemonsets --delete-emptydir-data`, with its time as data: the node is cordoned, its pods are evicted, and those
 * that a budget keeps are asked for again every five seconds, until all are gone or the node is uncordoned.
 */
export class Drains {
  private readonly drains = new CowMap<string, Drain>()

  constructor(
    private readonly kernel: Kernel,
    private readonly server: ApiServer,
    private readonly changed: (node: string) => void,
  ) {
    kernel.part<SavedMap<string, Drain>>(TOPIC, { save: () => this.drains.save(), load: (saved) => this.drains.load(saved) })
    kernel.on(TOPIC, (node) => {
      // An entry of a drain that was begun anew since finds another time in the book.
      if (this.drains.get(node)?.next === kernel.now) this.round(node)
    })
  }

  of(node: string): Draining | undefined {
    return this.drains.get(node)
  }

  /**
   * Begins to empty a node. Without `force` pods that no controller would make anew forbid the whole. Throws CommandError with kubectl's
   * words then, and ApiError when the actor may not.
   */
  start(node: string, actor: string, force = false): void {
    const pods = toGo(this.podsOn(node))
    const alone = pods.filter((pod) => !controllerOf(pod) && !isOver(pod)).map(titleOf)
    if (alone.length && !force) {
      const why = 'cannot delete Pods that declare no controller (use --force to override)'
      throw new CommandError(`unable to drain node ${JSON.stringify(node)}: ${why}: ${alone.join(', ')}`)
    }
    if (!this.isCordoned(node))
      this.server.patch(actor, 'Node', { metadata: { name: node } }, 'strategic', { spec: { unschedulable: true } })
    const uids = pods.map(({ metadata }) => metadata.uid)
    this.drains.set(node, { actor, pods: uids, left: uids.length, kept: [], message: '', next: this.kernel.now })
    this.round(node)
  }

  /** Whoever drained the node has thought better of it. */
  stop(node: string): void {
    if (this.drains.delete(node)) this.changed(node)
  }

  /** Evicts what has not been let go yet; ends when nothing is left to go, or when the node takes pods again. */
  private round(node: string): void {
    const drain = this.drains.get(node)!
    const wanted = new Set(drain.pods)
    const left = this.podsOn(node).filter(({ metadata }) => wanted.has(metadata.uid))
    if (left.length === 0 || !this.isCordoned(node)) return this.end(node, left.length === 0)
    const kept: string[] = []
    const staying: string[] = []
    let message = ''
    for (const pod of left) {
      if (pod.metadata.deletionTimestamp) staying.push(pod.metadata.uid)
      else {
        const refusal = this.refusalOf(drain.actor, pod)
        if (refusal?.code === 429) {
          kept.push(titleOf(pod))
          message = refusal.details.causes?.[0]?.message ?? refusal.message
        }
        // Whatever else the server says is final: kubectl gives such a pod up.
        if (!refusal || refusal.code === 429) staying.push(pod.metadata.uid)
      }
    }
    if (staying.length === 0) return this.end(node, false)
    const wait = kept.length ? RETRY_MS : LOOK_MS
    const next = this.kernel.now + wait
    this.drains.set(node, { ...drain, pods: staying, left: staying.length, kept, message, next })
    this.kernel.schedule(wait, TOPIC, node)
    this.changed(node)
  }

  private refusalOf(actor: string, pod: Pod): ApiError | undefined {
    try {
      this.server.evict(actor, pod)
      return undefined
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return error
    }
  }

  private end(node: string, isDone: boolean): void {
    this.drains.delete(node)
    if (isDone) this.kernel.record('command', 'you', 'apiserver', '', 'drained', node)
    this.changed(node)
  }

  private podsOn(node: string): Pod[] {
    const pods = this.server.store.podsOn(node) as readonly Pod[]
    return [...pods].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1))
  }

  private isCordoned(node: string): boolean {
    return (this.server.store.get('Node', node) as Node | undefined)?.spec?.unschedulable === true
  }
}

const titleOf = ({ metadata: { namespace, name } }: Pod): string => `${namespace}/${name}`

const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** All but the pods of DaemonSets, which would come back at once, and those that a file on the node keeps. */
const toGo = (pods: readonly Pod[]): Pod[] =>
  pods.filter(
    (pod) => pod.metadata.annotations?.[MIRROR] === undefined && (controllerOf(pod)?.kind !== 'DaemonSet' || isOver(pod)),
  )
