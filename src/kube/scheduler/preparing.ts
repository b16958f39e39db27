import { ApiError } from '../../api/errors'
import type { KindName, KubeObject } from '../../api/meta'
import type { ComponentContext } from '../../control/component'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { PluginContext, SchedulerPlugin } from './plugin'
import type { PodInfo } from './podInfo'
import type { Waker } from './waking'

/** How long a pod waits for its volumes after its node was chosen; upstream: VolumeBindingArgs.bindTimeoutSeconds. */
const TIMEOUT_MS = 600_000

/** A pod whose node is chosen and whose volumes are not there yet. */
interface Pending {
  /** Virtual ms when it has waited long enough. */
  readonly until: number
  /** What the agenda is to say when it is tried again. */
  readonly body: unknown
}

/** Bindings that wait for what their pods need besides the node. */
export interface Preparing {
  /** Is all there? Has missing things made, and the binding tried again when storage changes. Throws ApiError when it cannot be. */
  ready(pod: PodInfo, node: string, body: unknown): boolean
  /** Forgets a pod whose binding failed, and says whose fault it was, in upstream's words; undefined: not one of the plugins'. */
  failed(uid: string): string | undefined
  clear(): void
}

/** What kinds tell of storage. */
const kinds: readonly KindName[] = [
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'CSIStorageCapacity',
]

/** Follows storage: wakes refused pods that a change may help, and tries waiting bindings again. */
export function createPreparing(
  ctx: ComponentContext,
  options: {
    readonly plugins: readonly SchedulerPlugin[]
    readonly context: PluginContext
    readonly wake: Waker
    readonly proceed: () => void
    /** Tries a binding again. */
    readonly again: (uid: string, body: unknown) => void
  },
): Preparing {
  const { kernel, client } = ctx
  const { plugins, context, wake, proceed, again } = options
  const waiting = new CowMap<string, Pending>()
  let culprit = ''
  kernel.part<SavedMap<string, Pending>>('scheduler/preparing', {
    save: () => waiting.save(),
    load: (saved) => waiting.load(saved),
  })
  kernel.on('scheduler/prepare', (uid) => {
    const found = waiting.get(uid)
    if (found) again(uid, found.body)
  })

  for (const kind of kinds) {
    ctx.watch(kind, ({ object }: { object: KubeObject }) => {
      wake('storage', { object }, kernel.now, kernel.cause)
      for (const uid of waiting.keys()) kernel.schedule(0, 'scheduler/prepare', uid)
      proceed()
    })
  }

  return {
    ready(pod, node, body) {
      let done = true
      for (const plugin of plugins) {
        if (!plugin.prepare) continue
        culprit = `PreBind plugin ${JSON.stringify(plugin.name)}:`
        if (!plugin.prepare(pod, node, context, client)) done = false
      }
      culprit = ''
      if (done) {
        waiting.delete(pod.uid)
        return true
      }
      const until = waiting.get(pod.uid)?.until ?? kernel.now + TIMEOUT_MS
      if (kernel.now >= until) {
        culprit = 'PreBind plugin "VolumeBinding":'
        throw new ApiError(504, 'Timeout', 'binding volumes: context deadline exceeded')
      }
      if (!waiting.has(pod.uid)) {
        waiting.set(pod.uid, { until, body })
        kernel.schedule(TIMEOUT_MS, 'scheduler/prepare', pod.uid)
      }
      return false
    },
    failed(uid) {
      waiting.delete(uid)
      const whose = culprit || undefined
      culprit = ''
      return whose
    },
    clear: () => waiting.clear(),
  }
}

/** The answer, or the ApiError with which none came. */
export function answered<T>(ask: () => T): T | ApiError {
  try {
    return ask()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}
