import type { Store } from '../../api/store'
import type { Kernel } from '../../kernel/kernel'
import type { VolumeContents } from '../../kube/kubelet/disks'
import type { PersistentVolume } from '../../kube/kinds/persistentvolume/api'
import type { Pod } from '../../kube/kinds/pod/api'
import type { FlowSpec } from '../../net/flow'
import type { ControlPlanePart } from '../command'
import type { Refusal } from '../../api/refusals'
import type { BlockedView, CallView, ChartView, DrainView, NodeVerdict, PoolView, ProbeView, SchedulerView, Span } from '../frame'

/** A control loop as the stage names it. */
export interface Loop {
  readonly name: string
  readonly title: string
}

/** All that the read model reads besides the store: what only the parts themselves know. */
export interface Sources {
  readonly kernel: Kernel
  readonly store: Store
  readonly loops: readonly Loop[]
  up(part: ControlPlanePart): boolean
  /** What is under way in a pod: image pull, back-off or grace. */
  spanOf(pod: Pod): Span | null
  probesOf(uid: string, container: string): readonly ProbeView[]
  nodeFacts(node: string): {
    readonly powered: boolean
    readonly connected: boolean
    readonly cpuUsed: number
    readonly draining?: DrainView | undefined
  }
  scheduling(): Omit<SchedulerView, 'up'>
  /** 1 normal, 0 unreachable. */
  registrySpeed(): number
  verdictsOf(uid: string): readonly NodeVerdict[]
  /** Does anybody ask for anything, or did until just now? */
  hasTraffic(): boolean
  /** Requests per second to a Service, and how many of them were lost in the last second. */
  trafficTo(uid: string): { readonly rate: number; readonly lost: number }
  /** Of these, what users ask straight away, without an Ingress. */
  trafficDirect(uid: string): { readonly rate: number; readonly lost: number }
  /** What pods asked of Services in the last second. */
  calls(): readonly CallView[]
  /** The same for an Ingress. */
  trafficThrough(uid: string): { readonly rate: number; readonly lost: number }
  /** Changes whenever the figures of traffic may have. */
  trafficMark(): number
  /** What policies kept from arriving in the last second. */
  blockedFlows(): readonly BlockedView[]
  /** Traffic that was asked for. */
  flows(): readonly { readonly spec: FlowSpec; readonly rate: number }[]
  /** What is in a PersistentVolume; one that is a folder of a node is looked at on `node`. */
  filesIn(volume: PersistentVolume, node: string): VolumeContents
  /** Changes whenever some file may have. */
  filesMark(): number
  /** Requests that the API server turned down, oldest first. */
  refusals(): readonly Refusal[]
  pools(): readonly PoolView[]
  /** Changes whenever a pool did, or its cost by a cent. */
  poolsMark(): string | number
  partChart(part: ControlPlanePart): ChartView
  chartsOf(kind: string, uid: string, name: string): readonly ChartView[]
  logsOf(pod: Pod): readonly { readonly container: string; readonly lines: readonly string[] }[]
}
