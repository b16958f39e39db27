import type { FlowSpec } from '../net/flow'
import type { Hue, Phrase } from './frame'
import type { PersonView, PoolView, RefusalView } from './frameAround'

export type * from './frameAround'

/** Everything on stage besides the control plane, nodes, pods and Services. Lists are in a stable order: by namespace and name. */
export interface Furniture {
  readonly owners: readonly OwnerView[]
  readonly volumes: readonly VolumeView[]
  readonly ingresses: readonly IngressView[]
  readonly policies: readonly PolicyView[]
  readonly blocked: readonly BlockedView[]
  readonly calls: readonly CallView[]
  readonly autoscalers: readonly AutoscalerView[]
  readonly budgets: readonly BudgetView[]
  readonly quotas: readonly QuotaView[]
  readonly pools: readonly PoolView[]
  readonly refusals: readonly RefusalView[]
  /** Traffic that was asked for. */
  readonly flows: readonly FlowSetView[]
  /** Whom one may act as. */
  readonly people: readonly PersonView[]
}

/** Something that keeps pods in being, or keeps what does. In the order of their creation. */
export interface OwnerView {
  readonly uid: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  /** Uid of what owns it, or ''. */
  readonly parent: string
  readonly hue: Hue
  /** Short form of its image's tag. */
  readonly tag: string
  readonly createdAt: number
  /** Replicas asked for and ready; null where no number of pods is kept. */
  readonly replicas: { readonly want: number; readonly have: number } | null
  /** Set when a person told it to do nothing more: a paused Deployment, a suspended Job or CronJob. */
  readonly resting?: boolean
  /** Set when its rollout made no progress within its deadline. */
  readonly stuck?: boolean
  /** Labels of the pods it makes. */
  readonly labels?: Readonly<Record<string, string>>
  /** How it fares, as its line of status says it. */
  readonly text: readonly Phrase[]
}

/** A claim and the volume that it is bound to; or a volume that nobody claims. */
export interface VolumeView {
  /** Of the claim; of the volume when there is no claim. */
  readonly uid: string
  readonly claim: string
  readonly namespace: string
  /** Name of the PersistentVolume, '' while the claim is unbound. */
  readonly volume: string
  readonly storageClass: string
  /** Of the claim, or of the volume when there is no claim. */
  readonly phase: 'Pending' | 'Bound' | 'Lost' | 'Available' | 'Released' | 'Failed'
  /** Bytes: what the volume has, or what the claim asks for. */
  readonly size: number
  /** Files in it and their bytes, and how many records programs keep there. */
  readonly files: number
  readonly bytes: number
  readonly records: number
  readonly hue: Hue
  /** Uids of the pods that use the claim. */
  readonly pods: readonly string[]
  /** Where it is attached, '' when nowhere or when it needs no attaching. */
  readonly node: string
}

/** A way in from outside, with one line for each host and path. */
export interface IngressView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly hue: Hue
  readonly className: string
  /** Address that its controller gave it, '' while there is none. */
  readonly address: string
  readonly rules: readonly {
    /** '' for any host. */
    readonly host: string
    readonly path: string
    /** Uid of the Service, '' when it does not exist. */
    readonly service: string
    /** Its name as the rule says it. */
    readonly name: string
  }[]
  /** Requests per second asked for, and of these lost in the last second. */
  readonly rate: number
  readonly lost: number
}

/** A NetworkPolicy and the pods that it isolates. */
export interface PolicyView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly ingress: boolean
  readonly egress: boolean
  /** Uids of the pods it selects. */
  readonly pods: readonly string[]
  /** What it lets pass, rule by rule; a direction without a rule is closed. */
  readonly rules: readonly PolicyRuleView[]
}

/** A rule of a NetworkPolicy. */
export interface PolicyRuleView {
  /** `in`: who may connect to its pods; `out`: whom these may connect to. */
  readonly way: 'in' | 'out'
  /** Empty: anybody. */
  readonly peers: readonly PolicyPeerView[]
  /** As numbers, names or ranges; empty: every port. */
  readonly ports: readonly string[]
}

/** Those whom a rule names; selectors as kubectl prints them. */
export interface PolicyPeerView {
  /** Of pods; '' for all of the namespace. */
  readonly pods: string
  /** Of namespaces; null for the policy's own, '' for all of them. */
  readonly namespaces: string | null
  /** Addresses instead of pods. */
  readonly block?: string
}

/** A flow that policies keep from arriving. */
export interface BlockedView {
  /** Uid of a pod, or `users`. */
  readonly from: string
  /** Uid of a pod. */
  readonly to: string
  readonly port: number
  /** Names of the policies that isolate the end that refused. */
  readonly policies: readonly string[]
  /** Connections in the last second. */
  readonly rate: number
}

/** What a pod asks of a Service. */
export interface CallView {
  /** Uid of the pod. */
  readonly from: string
  /** Uid of the Service. */
  readonly service: string
  /** Requests in the last second, and those of them that came to nothing. */
  readonly rate: number
  readonly lost: number
}

/** What an autoscaler sees and what it makes of it. */
export interface AutoscalerView {
  readonly uid: string
  readonly kind: 'HorizontalPodAutoscaler' | 'VerticalPodAutoscaler'
  readonly name: string
  readonly namespace: string
  readonly hue: Hue
  /** Uid of what it scales, '' when it is not there. */
  readonly target: string
  readonly targetName: string
  readonly min: number
  readonly max: number
  readonly current: number
  readonly desired: number
  /** As kubectl prints them: `cpu`, `92%`, `50%`. */
  readonly metrics: readonly {
    readonly name: string
    readonly current: string
    readonly target: string
    readonly share: number
    /** How many pods it proposed when it was looked at last, and what that follows from. */
    readonly proposal?: MetricProposal
    /** Why it could not be looked at. */
    readonly error?: string
  }[]
  /** How it came to its number; not there before it looked the first time, nor where it sets no number. */
  readonly sum?: ScalerSum
  /** What containers should request, as a vertical one sees it. */
  readonly recommends?: readonly RecommendationView[]
  /** Why this number and no other: reason and message of the condition that tells, as Kubernetes words them. */
  readonly reason: string
  readonly message: string
  /** Virtual ms of the last change, -1 for never. */
  readonly at: number
}

/** What one metric makes of the number of pods: the pods times the ratio, rounded up. */
export interface MetricProposal {
  readonly size: number
  readonly ratio: number
  readonly pods: number
  /** The ratio was near enough to 1: nothing changes. */
  readonly near: boolean
  /** Of the pods, those that were not measured and had to be guessed. */
  readonly guessed: number
}

/** The way from what the metrics propose to the number that an autoscaler set. */
export interface ScalerSum {
  /** Virtual ms of the look, and how many there were. */
  readonly at: number
  readonly current: number
  /** The largest proposal, and what recent ones made of it; -1 where there is none. */
  readonly raw: number
  readonly steady: number
  readonly desired: number
  /** Which rule had the last word: `DesiredWithinRange`, `ScaleUpLimit`, `TooManyReplicas`, ... */
  readonly limit: string
  /** For how long a lower (or, with `steady` below `raw`, a higher) proposal has to last before it counts, seconds. */
  readonly window: number
}

/** What a container should request of a resource. */
export interface RecommendationView {
  readonly container: string
  readonly resource: string
  /** What its pods request now, '' for nothing. */
  readonly request: string
  readonly target: string
  readonly lower: string
  readonly upper: string
}

/** How many pods a budget lets go at will. */
export interface BudgetView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly pods: readonly string[]
  readonly allowed: number
  readonly healthy: number
  readonly desired: number
}

/** How much of a quota is used. */
export interface QuotaView {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly rows: readonly {
    readonly resource: string
    readonly used: string
    readonly hard: string
    /** Used of hard, 0 to 1 and above. */
    readonly share: number
  }[]
}

/** Requests that a person asked for: who asks, whom, and how many a second. */
export type FlowSetView = FlowSpec & { readonly rate: number }

/** A stage with nothing of it. */
export const noFurniture: Furniture = {
  owners: [],
  volumes: [],
  ingresses: [],
  policies: [],
  blocked: [],
  calls: [],
  autoscalers: [],
  budgets: [],
  quotas: [],
  pools: [],
  refusals: [],
  flows: [],
  people: [],
}
