/** What one action of a compiled machine does. */
export type OpKind = 'assign' | 'effect' | 'timer'

/** A context of any machine. */
export type Context = object

/** An event of any machine. */
export interface MachineEvent {
  readonly type: string
}

/** What xstate hands to guards, assigns, delays and params. */
export interface Scope {
  readonly context: Context
  readonly event: MachineEvent
}

export type Params = unknown

/** One action in the order in which xstate would run it. All ops share one shape, so that the loop over them stays monomorphic. */
export interface Op {
  readonly kind: OpKind
  /** The named effect, or ''. */
  readonly name: string
  /** Value, or a function of the scope; undefined when there are none. */
  readonly params: Params
  readonly assign: ((scope: Scope, params: Params) => Context) | undefined
  /** ms, for timers. */
  readonly delay: number | ((scope: Scope) => number)
  /** Index of the state node that owns the timer. */
  readonly node: number
  /** Event type that the timer raises. */
  readonly raises: string
}

/** One way out of a state on one event. */
export interface Edge {
  readonly guard: ((scope: Scope, params: Params) => boolean) | undefined
  readonly guardParams: Params
  /** Index of the leaf to stand in afterwards; the same leaf for internal transitions. */
  readonly to: number
  readonly ops: readonly Op[]
  /** State nodes that are left and entered, outermost first, by depth: their timers die and start anew from this depth on; Infinity for none. */
  readonly from: number
}

/** An atomic state: the states of the machine flattened, `running.ready` for nested ones. */
export interface Leaf {
  readonly index: number
  readonly name: string
  /** State nodes from below the root down to the leaf itself. */
  readonly path: readonly number[]
  readonly final: boolean
  readonly on: ReadonlyMap<string, readonly Edge[]>
}

/** A machine as a flat table: all that it takes to run any number of instances without xstate. */
export interface Table {
  readonly id: string
  readonly leaves: readonly Leaf[]
  readonly initial: number
  /** Entry actions of the root and the initial states. */
  readonly start: readonly Op[]
  readonly context: (input: unknown) => Context
  /** Are there states in states? Then timers of outer states must be told apart from those of inner ones. */
  readonly nested: boolean
}
