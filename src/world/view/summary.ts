import type { KindName, KubeObject, ObjectOf } from '../../api/meta'
import type { Store } from '../../api/store'
import type { Pod } from '../../kube/kinds/pod/api'
import type { Phrase, PodState } from '../frame'

/** What a summary may look at. Everything is a read of an index. */
export interface Reading {
  readonly store: Store
  /** Virtual ms. */
  readonly now: number
  /** The pods that belong to an object, directly or through what it owns. */
  podsBelow(object: KubeObject): readonly Pod[]
}

/** One line about an object: the worst that is true of it, and how far it is. */
export interface Summary {
  readonly state: PodState
  readonly text: readonly Phrase[]
}

/** How many replicas an object asks for, how many of them serve, and which pods are of its newest revision. */
export interface Replicas {
  readonly want: number
  readonly ready: number
  isOld(pod: Pod): boolean
}

/** How far work is that ends. */
export interface Work {
  /** Successes asked for, and had. */
  readonly want: number
  readonly done: number
  /** It is given up: what is missing will not come. */
  readonly isLost: boolean
  /** Pods that should be at work now and are not there, and the virtual ms before which none of them is made (-1: they are due). */
  readonly missing: number
  readonly nextAt: number
}

/** How a kind reads in the editor's status line and in the drift meter: the default export of `kube/kinds/KIND/summary.ts`. */
export interface KindSummary<K extends KindName = KindName> {
  readonly kind: K
  readonly summary: (object: ObjectOf<K>, reading: Reading) => Summary
  /** For kinds that keep a number of pods in being. */
  readonly replicas?: (object: ObjectOf<K>, reading: Reading) => Replicas
  /** For kinds whose pods come to an end and are then done. */
  readonly work?: (object: ObjectOf<K>, reading: Reading) => Work
  /** The versions between which it is: of the revision that leaves, and of the one that comes. Undefined when it is at one, or both say the same. */
  readonly versions?: (object: ObjectOf<K>, reading: Reading) => { readonly from: string; readonly to: string } | undefined
  /** Field path of the pod's spec inside the object. */
  readonly podSpecPath?: string
}

/** Types a kind's summary. */
export const defineSummary = <K extends KindName>(summary: KindSummary<K>): KindSummary<K> => summary

/** The pods under an object, in the order of their creation. */
export function podsBelow(store: Store, object: KubeObject): readonly Pod[] {
  if (object.kind === 'Pod') return [object as Pod]
  const pods: Pod[] = []
  for (const child of store.dependents(object.metadata.uid)) {
    if (child.kind === 'Pod') pods.push(child as Pod)
    else for (const pod of podsBelow(store, child)) pods.push(pod)
  }
  return pods
}

/** How grave each form is; the gravest of several stands for all. */
const GRAVITY: readonly PodState[] = [
  'ready',
  'done',
  'notready',
  'creating',
  'pending',
  'ghost',
  'term',
  'unknown',
  'failed',
  'crash',
]

export const gravest = (states: readonly PodState[]): PodState =>
  states.reduce<PodState>((worst, state) => (GRAVITY.indexOf(state) > GRAVITY.indexOf(worst) ? state : worst), 'ready')
