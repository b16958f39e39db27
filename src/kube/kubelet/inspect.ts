import { liveChart, type LiveChart } from '../../machine/chart'
import type { Pod } from '../kinds/pod/api'
import type { Nodes } from '../node/nodes'
import type { PersistentVolume } from '../kinds/persistentvolume/api'
import type { PodVolume, VolumeContents } from './disks'
import type { ProbeResults } from './prober'
import { containerKey, containerNames, type Shared } from './shared'

/** Progress that runs linearly; virtual ms. */
export interface Progress {
  readonly from: number
  readonly until: number
  /** How far it is, 0 to 1, while it stands still. */
  readonly still?: number
}

/** What the page shows of the insides of nodes and pods. Pure reads. */
export interface Inspection {
  spanOf(pod: Pod): Progress | null
  probesOf(uid: string, container: string): readonly ProbeResults[]
  chartsOf(kind: string, uid: string, name: string): readonly LiveChart[]
  /** The volumes of a pod on a node: claims, classes, and what is in them. */
  volumesOf(uid: string): readonly PodVolume[]
  /** What is in a volume; one that is a folder of whichever node it is used on is looked at on `node`. */
  contentsOf(volume: PersistentVolume, node: string): VolumeContents
  /** Differs whenever something may have been written to some volume. */
  readonly filesMark: () => number
  /** The last lines of each container. */
  logsOf(pod: Pod): readonly { readonly container: string; readonly lines: readonly string[] }[]
}

const SHOWN_LINES = 200

export function createInspection(shared: Shared, nodes: Nodes): Inspection {
  const spanOfContainer = (id: string): Progress | null => {
    const instance = shared.containers.host.get(id)
    if (!instance) return null
    const { state, context } = instance
    if (state === 'pulling') return shared.puller.progress(id) ?? null
    if (state === 'pullError' || state === 'pullBackOff')
      return { from: context.since, until: context.since + 1000 + context.waitMs }
    if (state === 'crashed' || state === 'backOff') return { from: context.since, until: context.since + context.waitMs }
    if (state === 'beforeStop' || state === 'stopping') return { from: context.since, until: context.since + context.graceMs }
    return null
  }
  return {
    spanOf({ metadata: { uid }, spec }) {
      let widest: Progress | null = null
      for (const list of [spec.containers, spec.initContainers ?? []]) {
        for (const { name } of list) {
          const span = spanOfContainer(containerKey(uid, name))
          if (span && (!widest || span.until > widest.until)) widest = span
        }
      }
      return widest
    },
    probesOf: (uid, container) => shared.prober.resultsOf(containerKey(uid, container)),
    chartsOf(kind, uid, name) {
      if (kind === 'Node')
        return present([liveChart(nodes.power, name, name), liveChart(nodes.kubelets, name, `kubelet ${name}`)])
      const record = kind === 'Pod' ? shared.records.get(uid) : undefined
      if (!record) return []
      const { workers, containers, puller, prober } = shared
      const found = [liveChart(workers.host, uid, record.pod.metadata.name)]
      for (const container of containerNames(record.pod)) {
        const id = containerKey(uid, container)
        found.push(liveChart(containers.host, id, container), liveChart(puller.pulls, id, `${container}: image`))
        for (const type of ['startup', 'liveness', 'readiness']) {
          found.push(liveChart(prober.host, `${id}#${type}`, `${container}: ${type} probe`))
        }
      }
      return present(found)
    },
    volumesOf(uid) {
      const record = shared.records.get(uid)
      return record ? shared.disks.volumesOf(record.pod) : []
    },
    contentsOf: (volume, node) => shared.disks.contentsOf(volume, node),
    filesMark: () => shared.disks.store.mark,
    logsOf: (pod) =>
      containerNames(pod).map((container) => ({
        container,
        lines: shared.engine
          .logs(containerKey(pod.metadata.uid, container))
          .slice(-SHOWN_LINES)
          .map((line) => line.text),
      })),
  }
}

const present = (charts: readonly (LiveChart | undefined)[]): LiveChart[] => charts.filter((chart) => chart !== undefined)
