import type { Change } from '../../api/store'
import { keyOf, type KubeObject } from '../../api/meta'
import type { Kernel } from '../../kernel/kernel'
import type { ControllerView, ControlPlaneView, Hue, Phrase } from '../frame'
import type { HueBook } from './hues'
import type { Loop, Sources } from './sources'

interface Write {
  readonly revision: number
  readonly hue: Hue
}

interface SavedWrites {
  readonly writes: readonly Write[]
  readonly request: { readonly request: string; readonly code: string; readonly at: number }
}

/** How many of etcd's last writes the stage shows. */
const SHOWN = 12
/** A loop counts as acting for this long after a write, virtual ms. */
const LIT_MS = 700

/** The last writes, for etcd's cells and the API server's last request. */
export class WriteLog {
  writes: readonly Write[] = []
  request: SavedWrites['request'] = { request: '', code: '', at: -1 }

  constructor(
    private readonly kernel: Kernel,
    private readonly hues: HueBook,
  ) {
    kernel.part<SavedWrites>('view/writes', {
      save: () => ({ writes: this.writes, request: this.request }),
      load: (state) => {
        this.writes = state.writes
        this.request = state.request
      },
    })
  }

  hear({ revision, object, type, cause }: Change): void {
    this.writes = [...this.writes.slice(1 - SHOWN), { revision, hue: this.hues.of(object) }]
    const verb = this.kernel.trace.get(cause)?.verb ?? ''
    this.request = {
      request: requestOf(verb, object),
      code: type === 'ADDED' || verb === 'bind' ? '201 Created' : '200 OK',
      at: this.kernel.now,
    }
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

function requestOf(verb: string, object: KubeObject): string {
  const method = METHODS[verb] ?? 'PUT'
  if (verb === 'bind') return `${method} …/binding`
  if (verb === 'status') return `${method} …/status`
  const plural = `${object.kind.toLowerCase()}${object.kind.endsWith('s') ? 'es' : 's'}`
  return verb === 'create' ? `${method} …/${plural}` : `${method} …/${object.metadata.name}`
}

/** The control plane as the stage shows it. */
export function planeView(sources: Sources, log: WriteLog, hueOf: (uid: string) => Hue): ControlPlaneView {
  const managerUp = sources.up('controller-manager')
  return {
    apiserver: { up: sources.up('apiserver'), ...log.request },
    etcd: { up: sources.up('etcd'), revision: sources.store.revision, writes: log.writes },
    controllerManager: { up: managerUp },
    controllers: sources.loops.map((loop) => loopView(sources, loop, managerUp, hueOf)),
    scheduler: { up: sources.up('scheduler'), ...sources.scheduling() },
  }
}

interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number }
  readonly status?: { readonly replicas?: number }
}

function loopView(sources: Sources, { name, title, last }: Loop, up: boolean, hueOf: (uid: string) => Hue): ControllerView {
  const { at, object } = last()
  const acting = at >= 0 && sources.kernel.now - at < LIT_MS
  return {
    name,
    title,
    up,
    litAt: at,
    hue: object ? hueOf(object.metadata.uid) : -1,
    line: lineOf(sources, up, acting ? object : undefined),
  }
}

function lineOf({ store }: Sources, up: boolean, object: KubeObject | undefined): Phrase {
  if (!up) return { key: 'loop.stopped' }
  if (!object) return { key: 'loop.idle' }
  const now = store.get(object.kind, keyOf(object)) as Scaled | undefined
  const want = now?.spec?.replicas
  if (want === undefined) return { key: 'loop.acting', values: { subject: object.metadata.name } }
  return { key: 'loop.made', values: { have: now?.status?.replicas ?? 0, want } }
}
