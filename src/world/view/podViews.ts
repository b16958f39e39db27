import { controllerOf, type KubeObject } from '../../api/meta'
import type { Change } from '../../api/store'
import type { Pod } from '../../kube/kinds/pod/api'
import type { Frame, PodView } from '../frame'
import type { HueBook } from './hues'
import type { NodeViews } from './nodeViews'
import { podView } from './podView'
import { Slots } from './slots'
import type { Sources } from './sources'
import type { Reading } from './summary'
import { summaries } from './summaries'

/** How many results of a probe are shown. */
const RESULTS = 3

/** The pods of the read model; each is rebuilt only when something about it changed. */
export class PodViews {
  private readonly slots: Slots
  private stale = new Set<string>()
  private gone = new Set<string>()
  /** Pods whose probes may show something new without a write, and what they showed last. */
  private readonly probing = new Map<string, string>()

  constructor(
    private readonly sources: Sources,
    private readonly hues: HueBook,
    private readonly nodes: NodeViews,
    private readonly find: (uid: string) => KubeObject | undefined,
  ) {
    this.slots = new Slots(sources.kernel)
  }

  /** Something about the pod changed that may be in no object. */
  touch(uid: string): void {
    this.stale.add(uid)
  }

  /** What goes on inside pods that are being made changed its pace. */
  touchStarting(): void {
    for (const pod of this.all()) if (pod.status?.phase === 'Pending') this.stale.add(pod.metadata.uid)
  }

  hear(pod: Pod, type: Change['type']): void {
    const { uid } = pod.metadata
    const node = pod.spec.nodeName
    if (type === 'DELETED') {
      if (node) this.slots.free(node, uid)
      this.stale.delete(uid)
      this.gone.add(uid)
      return
    }
    if (node) this.slots.take(node, uid)
    this.stale.add(uid)
  }

  /** What changed since it was asked last; with `reset` all there is. */
  take(reset: boolean, reading: Reading): Pick<Frame, 'pods' | 'gonePods'> {
    if (reset) {
      this.stale = new Set()
      this.gone = new Set()
      this.probing.clear()
      for (const pod of this.all()) this.stale.add(pod.metadata.uid)
    }
    for (const [uid, told] of this.probing) if (this.probesOf(uid) !== told) this.stale.add(uid)
    const pods = this.views(reading)
    const gonePods = [...this.gone]
    this.stale = new Set()
    this.gone = new Set()
    return { pods, gonePods }
  }

  private all(): IterableIterator<Pod> {
    return this.sources.store.all('Pod') as IterableIterator<Pod>
  }

  private views(reading: Reading): PodView[] {
    const views: PodView[] = []
    const newest = new Map<string, (pod: Pod) => boolean>()
    for (const uid of this.stale) {
      const pod = this.find(uid) as Pod | undefined
      this.probing.delete(uid)
      if (!pod) continue
      const view = podView(pod, {
        hue: this.hues.of(pod),
        slot: this.slots.of(uid),
        old: this.isOld(pod, newest, reading),
        nodeLost: this.nodes.isLost(pod.spec.nodeName ?? ''),
        span: this.sources.spanOf(pod),
        probes: (container) => this.sources.probesOf(uid, container),
      })
      views.push(view)
      if (isProbing(view)) this.probing.set(uid, JSON.stringify(view.containers.map(({ probes }) => probes)))
    }
    return views
  }

  private probesOf(uid: string): string {
    const pod = this.find(uid) as Pod | undefined
    const containers = [...(pod?.spec.initContainers ?? []), ...(pod?.spec.containers ?? [])]
    return JSON.stringify(containers.map(({ name }) => this.sources.probesOf(uid, name)))
  }

  /** Is the pod of an older revision of its topmost owner? */
  private isOld(pod: Pod, known: Map<string, (pod: Pod) => boolean>, reading: Reading): boolean {
    const owner = controllerOf(pod)
    if (!owner) return false
    let judge = known.get(owner.uid)
    if (!judge) {
      const top = this.topOf(owner.uid)
      judge = (top && summaries.get(top.kind)?.replicas?.(top, reading).isOld) ?? (() => false)
      known.set(owner.uid, judge)
    }
    return judge(pod)
  }

  private topOf(uid: string): KubeObject | undefined {
    const object = this.find(uid)
    const owner = object && controllerOf(object)
    return owner ? (this.topOf(owner.uid) ?? object) : object
  }
}

/** A probe that has succeeded as often as is shown shows nothing new until it fails, and that is told by an Event. */
const isProbing = ({ containers }: PodView): boolean =>
  containers.some(({ probes }) => probes.some(({ results }) => results.length < RESULTS || results.includes(false)))
