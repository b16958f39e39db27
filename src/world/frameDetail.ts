/** A step of the why chain. */
export interface WhyLink {
  readonly id: number
  readonly at: number
  readonly verb: string
  readonly from: string
  readonly about: string
  readonly subject: string
  readonly note: string
  /** Where in the text it began, for the last link. */
  readonly file?: string
  readonly line?: number
}

export interface ChartState {
  readonly id: string
  readonly now: boolean
  /** Virtual ms of each entry into the state. */
  readonly entered: readonly number[]
}

/** A statechart as its machine defines it, and how one instance went through it. */
export interface ChartView {
  readonly machine: string
  readonly title: string
  readonly states: readonly ChartState[]
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly event: string }[]
}

export interface EventView {
  readonly at: number
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count: number
  readonly component: string
}

/** What is in a volume. */
export interface HoldingsView {
  /** Name of the PersistentVolume. */
  readonly volume: string
  /** The first of its files, by their paths in it, in bytes. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[]
  readonly count: number
  /** What programs that keep data have written, one for each request they answered. */
  readonly records: number
}

/** All that the inspector shows of the selected object. */
export interface DetailView {
  readonly uid: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly exists: boolean
  /** The object as YAML: spec and the rest, and status. */
  readonly spec: string
  readonly status: string
  readonly conditions: readonly {
    readonly type: string
    readonly status: string
    readonly reason: string
    readonly message: string
  }[]
  readonly events: readonly EventView[]
  readonly why: readonly WhyLink[]
  readonly charts: readonly ChartView[]
  /** Of a volume or of a claim that has one. */
  readonly holds?: HoldingsView
  /** Why Pending, node by node; empty when there is nothing to explain. */
  readonly verdicts: readonly NodeVerdict[]
  readonly logs: readonly { readonly container: string; readonly lines: readonly string[] }[]
}

/** Why a node was or was not chosen for a pod. */
export interface NodeVerdict {
  readonly node: string
  /** The plugin that refused it, or ''. */
  readonly plugin: string
  /** Its real reason text, or ''. */
  readonly reason: string
  /** 0 to 100 after weighting and scaling, or -1 when it was refused. */
  readonly score: number
  /** Set where room is made for the pod: the less important pods that have to go. */
  readonly victims?: readonly VictimView[]
}

/** A pod that is sent away for a more important one. */
export interface VictimView {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly priority: number
}
