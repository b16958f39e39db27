import type { PodState } from '../world/frame'

/** An object by its names: `Deployment/default/web`, or `Node/node-1` where there is no namespace. */
export type Ref = string

/** How many: exactly so many, or within bounds that are themselves allowed. */
export type Amount = number | { readonly min?: number; readonly max?: number }

/** Pods: those of a workload (or that one Pod), those on a node, those in a state of the stage; all of them when nothing is said. */
export interface PodSet {
  readonly of?: Ref
  readonly node?: string
  readonly state?: PodState
}

/**
 * A condition over the read model, as data: true or false of one moment, whatever led there. No rule knows of commands, files or order, so
 * every honest way to a goal counts.
 */
export type Rule =
  /**
   * A Pod, a Node, or a workload with so many replicas of its newest revision ready; without `count`: all that are asked for, at least one,
   * and none of an older revision left. A Job is ready when it is complete.
   */
  | { readonly ready: Ref; readonly count?: Amount }
  | { readonly exists: Ref }
  | { readonly gone: Ref }
  /** The word that kubectl's STATUS column has for a Pod or a claim. */
  | { readonly phase: Ref; readonly is: string }
  /** Ready endpoints of a Service, at least one unless it says how many; with `only`, all of them pods of that workload. */
  | { readonly endpoints: Ref; readonly count?: Amount; readonly only?: Ref }
  | { readonly pods: PodSet; readonly count: Amount }
  /** Requests of a workload's pods to a Service arrive, and none is lost. */
  | { readonly reaches: Ref; readonly from: Ref }
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }

/** Something to bring about in a scenario, in the words of its reader. */
export interface Goal {
  /** Names it to the page around an embed. */
  readonly id: string
  /** What then is so: `Three of web are ready`. */
  readonly text: { readonly en: string; readonly ko: string }
  readonly when: Rule
}
