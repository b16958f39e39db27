import type { Change } from '../../api/store'
import { controllerOf, keyOf, type KubeObject } from '../../api/meta'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Kernel } from '../../kernel/kernel'
import type { ControllerView, ControlPlaneView, Hue, Phrase } from '../frame'
import type { HueBook } from './hues'
import type { Loop, Sources } from './sources'
import { summaries } from './summaries'
import type { Reading } from './summary'

interface Write {
  readonly revision: number
  readonly object: KubeObject
}

/** The newest request: its verb in the trace, what it wrote, and whether that was new. */
interface LastRequest {
  readonly verb: string
  readonly object: KubeObject
  readonly created: boolean
  readonly at: number
}

/** When an actor last wrote, and what. */
interface LastWrite {
  readonly at: number
  readonly object: KubeObject
}

interface SavedWrites {
  readonly last: SavedMap<string, LastWrite>
  readonly writes: readonly Write[]
  readonly request: LastRequest | undefined
}

/** How many of etcd's last writes the stage shows. */
const SHOWN = 12
/** A loop counts as acting for this long after a write, virtual ms. */
const LIT_MS = 700

/** The last writes, for etcd's cells and the API server's last request. */
export class WriteLog {
  private recent: Write[] = []
  private newest: LastRequest | undefined
  private readonly last = new CowMap<string, LastWrite>()

  constructor(
    private readonly kernel: Kernel,
    private readonly hues: HueBook,
  ) {
    kernel.part<SavedWrites>('view/writes', {
      save: () => ({ writes: this.recent.slice(-SHOWN), request: this.newest, last: this.last.save() }),
      load: (state) => {
        this.recent = [...state.writes]
        this.newest = state.request
        this.last.load(state.last)
      },
    })
  }

  get writes(): ControlPlaneView['etcd']['writes'] {
    return this.recent.slice(-SHOWN).map(({ revision, object }) => ({ revision, hue: this.hues.of(object) }))
  }

  get request(): { readonly request: string; readonly code: string; readonly at: number } {
    if (!this.newest) return { request: '', code: '', at: -1 }
    const { verb, object, created, at } = this.newest
    return { request: requestOf(verb, object), code: created || verb === 'bind' ? '201 Created' : '200 OK', at }
  }

  lastOf(controller: string): LastWrite | undefined {
    return this.last.get(`controller:${controller}`)
  }

  hear({ revision, object, type, cause }: Change): void {
    if (this.recent.push({ revision, object }) > 8 * SHOWN) this.recent = this.recent.slice(-SHOWN)
    const record = this.kernel.trace.get(cause)
    const verb = record?.verb ?? ''
    if (record?.from.startsWith('controller:')) this.last.set(record.from, { at: this.kernel.now, object })
    this.newest = { verb, object, created: type === 'ADDED', at: this.kernel.now }
  }
}

const METHODS: Readonly<Record<string, string>> = {
  create: 'POST',
  bind: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  status: 'PATCH',
  delete: 'DELETE',
}

const ANSWERS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
}

/** The newest request, if it is one that was turned down since the last write. */
function refusedRequest(sources: Sources, written: number): { request: string; code: string; at: number } | undefined {
  const last = sources.refusals().at(-1)
  if (!last || last.warning || last.at < written) return undefined
  const { kind, verb, name, code, by, at } = last
  const plural = `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`
  const path = by === 'disruption' ? '…/eviction' : verb === 'create' ? `…/${plural}` : `…/${name}`
  return { request: `${METHODS[verb] ?? 'GET'} ${path}`, code: `${code} ${ANSWERS[code] ?? ''}`.trim(), at }
}

function requestOf(verb: string, object: KubeObject): string {
  const method = METHODS[verb] ?? 'PUT'
  if (verb === 'bind') return `${method} …/binding`
  if (verb === 'status') return `${method} …/status`
  const plural = `${object.kind.toLowerCase()}${object.kind.endsWith('s') ? 'es' : 's'}`
  return verb === 'create' ? `${method} …/${plural}` : `${method} …/${object.metadata.name}`
}

/** The control plane as the stage shows it. */
export function planeView(sources: Sources, log: WriteLog, hueOf: (uid: string) => Hue, reading: Reading): ControlPlaneView {
  const managerUp = sources.up('controller-manager')
  return {
    apiserver: { up: sources.up('apiserver'), ...(refusedRequest(sources, log.request.at) ?? log.request) },
    etcd: { up: sources.up('etcd'), revision: sources.store.revision, writes: log.writes },
    controllerManager: { up: managerUp },
    controllers: sources.loops.map((loop) => loopView(sources, log, loop, managerUp, hueOf, reading)),
    scheduler: { up: sources.up('scheduler'), ...sources.scheduling() },
    registry: { speed: sources.registrySpeed() },
  }
}

interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number }
  readonly status?: { readonly replicas?: number }
}

function loopView(
  sources: Sources,
  log: WriteLog,
  { name, title }: Loop,
  up: boolean,
  hueOf: (uid: string) => Hue,
  reading: Reading,
): ControllerView {
  const last = log.lastOf(name)
  const acting = last !== undefined && sources.kernel.now - last.at < LIT_MS
  const hue = last ? hueOf(last.object.metadata.uid) : -1
  return {
    name,
    title,
    up,
    litAt: last?.at ?? -1,
    hue,
    line: lineOf(reading, up, acting ? toldOf(sources, last.object, title) : undefined),
  }
}

/** What a loop works on is told by what it writes: the object itself where the loop counts its pods, or its owner when that is what the loop is for. */
function toldOf(sources: Sources, object: Scaled, title: string): KubeObject {
  if (object.kind === title && object.spec?.replicas !== undefined) return object
  const owner = ownerOf(sources, object)
  return owner.kind === title || object.kind !== 'Pod' ? owner : object
}

const ownerOf = ({ store }: Sources, object: KubeObject): KubeObject => {
  const owner = controllerOf(object)
  return (
    (owner && store.get(owner.kind, object.metadata.namespace ? `${object.metadata.namespace}/${owner.name}` : owner.name)) ??
    object
  )
}

function lineOf(reading: Reading, up: boolean, object: KubeObject | undefined): Phrase {
  if (!up) return { key: 'loop.stopped' }
  if (!object) return { key: 'loop.idle' }
  const now = reading.store.get(object.kind, keyOf(object)) as Scaled | undefined
  const versions = now && summaries.get(now.kind)?.versions?.(now, reading)
  if (versions) return { key: 'loop.versions', values: versions }
  const want = now?.spec?.replicas
  if (want === undefined) return { key: 'loop.acting', values: { subject: object.metadata.name } }
  return { key: 'loop.made', values: { have: now?.status?.replicas ?? 0, want } }
}
