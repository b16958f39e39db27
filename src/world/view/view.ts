import { controllerOf, keyOf, type KubeObject } from '../../api/meta'
import type { Change } from '../../api/store'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { podStatusWord, type Pod } from '../../kube/kinds/pod/api'
import type { DetailView, Diagnostic, DocumentStatus, Frame, GhostView, Hue } from '../frame'
import { detailView, partDetail, partOf } from './detail'
import { documentStatuses, runtimeDiagnostics, type AppliedFile } from './documents'
import { driftViews, reservedPlaces } from './drift'
import { FurnitureViews } from './furniture'
import { HueBook } from './hues'
import { planeView, WriteLog } from './planeView'
import { NodeViews } from './nodeViews'
import { PodViews } from './podViews'
import { POOL, poolDetail } from './poolDetail'
import { serviceViews } from './serviceViews'
import type { Sources } from './sources'
import { podsBelow, type Reading } from './summary'
import { summaries } from './summaries'
import { History } from './timeline'

interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly nodeName?: string }
  readonly status?: { readonly readyReplicas?: number }
}

interface SavedView {
  readonly uids: SavedMap<string, string>
  readonly born: SavedMap<string, number>
  readonly missing: SavedMap<string, number>
  readonly total: number
  readonly files: SavedMap<string, AppliedFile>
}

/**
 * The read model of one world: hears every write, remembers what became stale, and builds frames of just that. Places and hues are part of
 * the world's keyframes, so that turning back the time finds everything where it was.
 */
export class View {
  readonly hues: HueBook
  private readonly history: History
  private readonly nodes: NodeViews
  private readonly pods: PodViews
  private readonly furniture = new FurnitureViews()
  private readonly writes: WriteLog
  private readonly uids = new CowMap<string, string>()
  /** Trace record of each object's creation. */
  private readonly born = new CowMap<string, number>()
  private readonly files = new CowMap<string, AppliedFile>()
  private readonly missing = new CowMap<string, number>()
  private missingTotal = 0
  private stale = { services: true, drift: true, documents: true }
  private turnedBack = true

  constructor(private readonly sources: Sources) {
    const { kernel, store } = sources
    this.hues = new HueBook(kernel)
    this.nodes = new NodeViews(sources, this.hues)
    this.pods = new PodViews(sources, this.hues, this.nodes, (uid) => this.find(uid))
    this.writes = new WriteLog(kernel, this.hues)
    this.history = new History(
      kernel.trace,
      (uid) => this.hueOf(uid),
      (uid) => this.wordOf(uid),
    )
    kernel.part<SavedView>('view', {
      save: () => ({
        uids: this.uids.save(),
        born: this.born.save(),
        missing: this.missing.save(),
        total: this.missingTotal,
        files: this.files.save(),
      }),
      load: (state) => {
        this.uids.load(state.uids)
        this.born.load(state.born)
        this.missing.load(state.missing)
        this.missingTotal = state.total
        this.files.load(state.files)
        this.turnedBack = true
      },
    })
    store.onChange((change) => this.hear(change))
  }

  /** The object with this uid, if it exists. */
  find(uid: string): KubeObject | undefined {
    const id = this.uids.get(uid)
    if (id === undefined) return undefined
    const colon = id.indexOf(':')
    return this.sources.store.get(id.slice(0, colon), id.slice(colon + 1))
  }

  /** Whether a person asked for this object, be it through others. */
  isOfPerson(uid: string): boolean {
    const { trace } = this.sources.kernel
    let record = trace.get(this.born.get(uid) ?? 0)
    while (record?.cause) record = trace.get(record.cause)
    return record?.from === 'you'
  }

  get reading(): Reading {
    const { store, kernel } = this.sources
    return { store, now: kernel.now, podsBelow: (object) => podsBelow(store, object) }
  }

  /** Power or network of a node changed, which is in no object. */
  touchNode(name: string): void {
    this.nodes.touch(name)
  }

  /** What goes on inside pods that are being made changed its pace. */
  touchStartingPods(): void {
    this.pods.touchStarting()
  }

  /** A branch began: what was known of the time after it is void. */
  cut(now: number, traceLength: number): void {
    this.history.cut(now, traceLength)
  }

  /** What changed since the last frame; with `reset` everything. `end` is the newest moment ever computed. */
  frame(asked: boolean, end: number, selected: string | null): Frame {
    const { kernel } = this.sources
    const reset = asked || this.turnedBack
    if (reset) this.forgetWhatWasTold()
    const pods = this.pods.take(reset, this.reading)
    const nodes = this.nodes.take(reset)
    if (this.trafficTold !== this.sources.trafficMark()) this.stale.services = true
    const furniture = this.furniture.take(reset, { ...this.reading, sources: this.sources, hues: this.hues })
    const services = this.stale.services ? serviceViews(this.sources, this.hues) : undefined
    const drift = this.stale.drift ? driftViews(this.sources.store, this.reading, this.hues) : undefined
    const frame: Frame = {
      reset,
      now: kernel.now,
      end,
      ...pods,
      ...(nodes && { nodes }),
      ...(services && { services }),
      ...(drift && { ghosts: [...drift.ghosts, ...this.reserved()], drift: drift.drift }),
      plane: planeView(this.sources, this.writes, (uid) => this.hueOf(uid), this.reading),
      ...furniture,
      ...this.history.take(reset, kernel.now),
      ...this.documents(reset),
      ...this.detailIfStale(selected),
    }
    this.trafficTold = this.sources.trafficMark()
    this.turnedBack = false
    this.stale = { services: false, drift: false, documents: false }
    return frame
  }

  /** Everything the inspector shows of an object; null when nothing is known of it. */
  detail(uid: string): DetailView | null {
    const part = partOf(uid)
    if (part) return partDetail(this.sources, uid, part)
    if (uid.startsWith(POOL)) return poolDetail(this.sources, uid)
    const object = this.find(uid)
    return object ? detailView(this.sources, object, this.born.get(uid) ?? 0) : null
  }

  /** What became of the documents of a file when it was applied last. */
  file(name: string): AppliedFile | undefined {
    return this.files.get(name)
  }

  /** A file was applied: from now on frames tell how its documents fare. */
  fileApplied(name: string, applied: AppliedFile): void {
    this.files.set(name, applied)
    this.stale.documents = true
  }

  private reserved(): GhostView[] {
    return reservedPlaces(this.sources.scheduling().queue, (uid) => this.find(uid), this.hues)
  }

  private documents(reset: boolean): Pick<Frame, 'documents' | 'diagnostics'> {
    if (!reset && !this.stale.documents && !this.stale.drift && !this.stale.services) return {}
    const { store } = this.sources
    const { reading, hues } = this
    const documents: DocumentStatus[] = []
    const diagnostics: Diagnostic[] = []
    for (const [name, applied] of this.files) {
      documents.push(...documentStatuses(store, reading, hues, name, applied))
      diagnostics.push(...applied.diagnostics, ...runtimeDiagnostics(store, reading, name, applied))
    }
    return { documents, diagnostics }
  }

  /** The detail of the selected object, when it may have changed since it was told. */
  private detailIfStale(selected: string | null): Pick<Frame, 'detail'> {
    if (selected === null) {
      if (this.toldDetail === '') return {}
      this.toldDetail = ''
      return { detail: null }
    }
    const object = this.find(selected)
    const events = this.sources.store.eventsAbout(selected)
    const mark = `${selected}/${object?.metadata.resourceVersion ?? 'gone'}/${events.map((event) => event.metadata.resourceVersion).join()}/${Math.floor(this.sources.kernel.now / 1000)}`
    if (mark === this.toldDetail) return {}
    this.toldDetail = mark
    return { detail: this.detail(selected) }
  }

  private toldDetail = ''
  private trafficTold = -1

  /** The hue of the object with this uid; -1 when it is gone or nobody's. */
  hueOf(uid: string): Hue {
    const object = uid ? this.find(uid) : undefined
    return object ? this.hues.of(object) : -1
  }

  /** What kubectl prints as STATUS of a pod; '' for anything else. */
  private wordOf(uid: string): string {
    const object = uid ? this.find(uid) : undefined
    return object?.kind === 'Pod' ? podStatusWord(object as Pod) : ''
  }

  private forgetWhatWasTold(): void {
    this.stale = { services: true, drift: true, documents: true }
    this.toldDetail = ''
  }

  private hear(change: Change): void {
    const { object, type } = change
    const { uid } = object.metadata
    if (object.kind === 'Lease' || object.kind === 'Event') {
      this.hearHeartbeat(object)
      return
    }
    if (type === 'ADDED') {
      this.uids.set(uid, `${object.kind}:${keyOf(object)}`)
      this.born.set(uid, change.cause)
    } else if (type === 'DELETED') {
      this.uids.delete(uid)
      this.born.delete(uid)
    }
    if (summaries.has(object.kind)) this.stale.documents = true
    if (type === 'ADDED') this.hues.claim(object)
    this.writes.hear(change)
    this.furniture.hear(change)
    this.nodes.hear(change, (pod) => this.pods.touch(pod))
    if (object.kind === 'Pod') {
      this.stale.drift = true
      this.pods.hear(object as Pod, type)
    } else if (object.kind === 'Service' || object.kind === 'EndpointSlice') this.stale.services = true
    if (summaries.get(object.kind)?.work) this.stale.drift = true
    this.hearReplicas(object as Scaled, type)
  }

  /** What happens inside a pod is often told by an Event first; a lease tells that its node lives. */
  private hearHeartbeat(object: KubeObject): void {
    if (object.kind === 'Lease') return this.nodes.hearLease(object)
    const { involvedObject } = object as KubeObject & { involvedObject?: { kind?: string; uid?: string } }
    if (involvedObject?.kind === 'Pod' && involvedObject.uid && this.uids.has(involvedObject.uid))
      this.pods.touch(involvedObject.uid)
  }

  private hearReplicas(object: Scaled, type: Change['type']): void {
    const want = object.spec?.replicas
    if (want === undefined) return
    this.stale.drift = true
    if (object.kind === 'ReplicaSet' && type === 'ADDED') this.staleSiblings(object)
    if (controllerOf(object)) return
    const { uid } = object.metadata
    const lacks =
      type === 'DELETED' || object.metadata.deletionTimestamp ? 0 : Math.max(0, want - (object.status?.readyReplicas ?? 0))
    const before = this.missing.get(uid) ?? 0
    if (lacks === before) return
    this.missing.set(uid, lacks)
    this.missingTotal += lacks - before
    this.history.note(this.sources.kernel.now, this.missingTotal)
  }

  /** A new revision makes the pods of the others old. */
  private staleSiblings(set: KubeObject): void {
    const owner = controllerOf(set)
    if (!owner) return
    const top = this.find(owner.uid)
    if (top) for (const pod of podsBelow(this.sources.store, top)) this.pods.touch(pod.metadata.uid)
  }
}
