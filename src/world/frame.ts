/**
 * The read model: what the page knows of the world. Plain values only; they cross the worker boundary.
 * Times are virtual ms. Everything that moves smoothly is given as a Span, so the page draws any moment without asking again.
 */

import type { DetailView, NodeVerdict, VictimView } from './frameDetail'
import type { Furniture } from './frameFurniture'

export type * from './frameDetail'
export type * from './frameFurniture'

/** The forms a pod can take on stage (LANGUAGE section 5). */
export type PodState = 'ghost' | 'pending' | 'creating' | 'notready' | 'ready' | 'crash' | 'failed' | 'term' | 'done' | 'unknown'

/** Progress that runs linearly from 0 at `from` to 1 at `until`. */
export interface Span {
  readonly from: number
  readonly until: number
  /** How far it is, 0 to 1, while it stands still. */
  readonly still?: number
}

/** A text of the project's own, to be said in the reader's language: key of the dictionary and its values. */
export interface Phrase {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** Identity hue: 0 sky, 1 rose, 2 green, 3 yellow, 4 indigo, 5 sand; -1 for what belongs to nobody (grey). */
export type Hue = number

export interface ProbeView {
  readonly type: 'startup' | 'liveness' | 'readiness'
  /** The last three results, oldest first. */
  readonly results: readonly boolean[]
}

export interface ContainerView {
  readonly name: string
  readonly role: 'init' | 'sidecar' | 'main'
  readonly image: string
  /** Short form of the image's tag for the nucleus: `1.27`, `7.2`, or the name when there is no telling tag. */
  readonly tag: string
  readonly state: 'waiting' | 'running' | 'terminated'
  /** As in the status: ContainerCreating, CrashLoopBackOff, Completed, Error, OOMKilled, ... or ''. */
  readonly reason: string
  readonly ready: boolean
  readonly restarts: number
  readonly exitCode: number | null
  readonly probes: readonly ProbeView[]
}

export interface PodView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  /** Last part of the name for the small glyph: `z4jfn`. */
  readonly short: string
  /** Whose it is: name of the app that gave the hue. */
  readonly app: string
  readonly hue: Hue
  /** Belongs to an older revision of its workload. */
  readonly old: boolean
  /** '' while it has no node. */
  readonly node: string
  /** While it waits: the node that is kept for it, from which others have to go first. */
  readonly nominated?: string
  /** Place on the node, 0-based; kept for life, holes are refilled. -1 without a node. */
  readonly slot: number
  readonly state: PodState
  /** The word kubectl prints in STATUS (Running, ContainerCreating, CrashLoopBackOff, Terminating, ...). */
  readonly status: string
  readonly ready: boolean
  readonly createdAt: number
  /** What is under way: image pull, back-off or grace. */
  readonly span: Span | null
  readonly restarts: number
  readonly exitCode: number | null
  readonly containers: readonly ContainerView[]
  /** Uid of the controlling owner, or ''. */
  readonly owner: string
  /** Sum of requests: millicores and bytes. */
  readonly cpu: number
  readonly memory: number
}

/** A replica that is asked for and not there. */
export interface GhostView {
  /** Stable while it lasts: owner uid and number. */
  readonly key: string
  readonly owner: string
  readonly hue: Hue
  /** A node where it is reserved, or ''. */
  readonly node: string
  /** Uid of the waiting pod that the place on the node is kept for. */
  readonly pod?: string
  /** When it will be made, virtual ms, where that is known and not yet. */
  readonly at?: number
}

export interface NodeView {
  readonly uid: string
  readonly name: string
  readonly zone: string
  /** The Ready condition as the API server knows it. */
  readonly ready: 'True' | 'False' | 'Unknown'
  readonly powered: boolean
  readonly connected: boolean
  readonly unschedulable: boolean
  readonly taints: readonly string[]
  /** Allocatable millicores, bytes, pods. */
  readonly cpu: number
  readonly memory: number
  readonly pods: number
  /** Requests by hue, in order of first appearance: [hue, millicores, bytes]. */
  readonly requests: readonly (readonly [Hue, number, number])[]
  /** Millicores in use now. */
  readonly cpuUsed: number
  /** When the last lease renewal arrived. */
  readonly lease: number
  /** Set while the node is being emptied. */
  readonly draining?: DrainView
}

/** How far the emptying of a node is. */
export interface DrainView {
  /** Pods that have to go and are still there. */
  readonly left: number
  /** Of these, those that a disruption budget keeps for now, as `namespace/name`, and why. */
  readonly kept: readonly string[]
  readonly message: string
  /** When the server is asked again, virtual ms. */
  readonly next: number
}

export interface ControllerView {
  readonly name: string
  readonly title: string
  readonly up: boolean
  /** When it last acted, and on whose behalf; -1 = never. */
  readonly litAt: number
  readonly hue: Hue
  readonly line: Phrase
}

export interface SchedulerView {
  readonly up: boolean
  /** Uids of Pending pods without a node, in the order of the queue. */
  readonly queue: readonly string[]
  /** The last decision. */
  readonly pod: string
  readonly at: number
  readonly chosen: string
  readonly verdicts: readonly NodeVerdict[]
  /** Where room was made for that pod, and by whose going; null or absent: nobody had to go. */
  readonly preemption?: { readonly node: string; readonly victims: readonly VictimView[] } | null
}

export interface ServiceView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly hue: Hue
  readonly type: string
  /** `80 → 8080`. */
  readonly ports: string
  readonly clusterIP: string
  /** Uids of pods with a ready endpoint. */
  readonly endpoints: readonly string[]
  /** Selected pods without one. */
  readonly notReady: readonly string[]
  /** Of the requests below, those of users who ask without an Ingress; absent: all of them. */
  readonly direct?: { readonly rate: number; readonly lost: number }
  /** Requests per second asked for, and of these lost in the last second. */
  readonly rate: number
  readonly lost: number
}

/** One slot a wanted replica. */
export interface DriftView {
  readonly uid: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly hue: Hue
  readonly want: number
  readonly have: number
  readonly slots: readonly { readonly state: PodState; readonly old: boolean }[]
}

export interface ControlPlaneView {
  readonly apiserver: { readonly up: boolean; readonly request: string; readonly code: string; readonly at: number }
  readonly etcd: {
    readonly up: boolean
    readonly revision: number
    readonly writes: readonly { readonly revision: number; readonly hue: Hue }[]
  }
  readonly controllerManager: { readonly up: boolean }
  readonly controllers: readonly ControllerView[]
  readonly scheduler: SchedulerView
  /** Speed as a factor of normal; 0 when nobody can reach it. */
  readonly registry: { readonly speed: number }
}

/** What kind of message a comet is (its head). */
export type MessageHead =
  'edit' | 'write' | 'watch' | 'bind' | 'status' | 'pull' | 'probe' | 'request' | 'response' | 'lease' | 'failure'

export interface MessageView {
  readonly id: number
  readonly at: number
  readonly head: MessageHead
  /** Actors, as in TraceRecord. */
  readonly from: string
  readonly to: string
  readonly about: string
  readonly hue: Hue
  readonly label: string
}

export type Lane = 'you' | 'controllers' | 'scheduler' | 'kubelets'

export interface MarkView {
  readonly id: number
  readonly at: number
  readonly lane: Lane
  readonly head: MessageHead
  readonly hue: Hue
  readonly label: string
}

/** Live status of one YAML document. */
export interface DocumentStatus {
  readonly file: string
  /** 1-based line of the document's first line of content. */
  readonly line: number
  readonly endLine: number
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly uid: string
  readonly state: PodState
  readonly hue: Hue
  readonly text: readonly Phrase[]
}

/** Something wrong, at the place in the text that it belongs to. */
export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endColumn: number
  readonly severity: 'error' | 'warning'
  /** `parser`, `apiserver`, or `kubelet` for what only running it showed (a missing image, a crash). */
  readonly source: string
  readonly message: string
}

/** What changed since the last frame; with `reset`, everything there is. */
export interface Frame {
  readonly reset: boolean
  readonly now: number
  /** Time of the newest moment that was ever computed on this branch. */
  readonly end: number
  readonly pods: readonly PodView[]
  readonly gonePods: readonly string[]
  readonly nodes?: readonly NodeView[]
  readonly services?: readonly ServiceView[]
  readonly ghosts?: readonly GhostView[]
  readonly drift?: readonly DriftView[]
  readonly plane?: ControlPlaneView
  readonly furniture?: Furniture
  /** Messages that set out since the last frame. */
  readonly messages: readonly MessageView[]
  readonly marks: readonly MarkView[]
  /** [virtual ms, replicas missing] whenever it changed. */
  readonly driftLine: readonly (readonly [number, number])[]
  readonly documents?: readonly DocumentStatus[]
  readonly diagnostics?: readonly Diagnostic[]
  readonly detail?: DetailView | null
}
