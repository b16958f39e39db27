import type {
  ControlPlaneView,
  DriftView,
  Furniture,
  GhostView,
  NodeView,
  OwnerView,
  Phrase,
  PodState,
  PodView,
  ServiceView,
} from '../../world/frame'
import { spanPart, secondsLeft } from '../motion'

/** What a sentence may be derived from: the read model at one moment. */
export interface Seen {
  readonly now: number
  readonly pods: ReadonlyMap<string, PodView>
  readonly nodes: readonly NodeView[]
  readonly services: readonly ServiceView[]
  readonly ghosts: readonly GhostView[]
  readonly drift: readonly DriftView[]
  readonly plane: ControlPlaneView | null
  readonly furniture: Furniture
}

/** One true sentence about the cluster, in two lines. */
export interface Step {
  /** What is true now, in short. */
  readonly head: Phrase
  /** Why, or what happens next. */
  readonly body: Phrase | null
  /** Uid of what it is about, where that is one object. */
  readonly about: string | null
  /** How telling it is, 0 to 100: of several steps the heaviest is told. */
  readonly weight: number
}

type Values = Readonly<Record<string, string | number>>

/** Longer names are cut in the middle, so that a sentence stays readable from the last row. */
const MOST_LETTERS = 24

/** A name as a sentence says it. */
export const named = (name: string): string =>
  name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 9)}…${name.slice(-8)}` : name

/** A phrase of the narration; long values are shortened. */
export const told = (key: string, values: Values = {}): Phrase => ({
  key: `narrate.${key}`,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? named(value) : value]),
  ),
})

export const step = (weight: number, about: string | null, head: Phrase, body: Phrase | null = null): Step => ({
  head,
  body,
  about,
  weight,
})

/** Percent of what is under way in a pod, as the stage shows it; -1 where nothing is. */
export const percentOf = ({ span }: PodView, now: number): number => (span ? Math.round(spanPart(span, now) * 100) : -1)

/** Seconds that are left of what is under way in a pod, as the stage shows them; -1 where nothing is. */
export const secondsOf = ({ span }: PodView, now: number): number => (span ? secondsLeft(span, now) : -1)

/** The topmost owner of each pod. */
const roots = new WeakMap<Furniture['owners'], Map<string, OwnerView>>()

/** The workload that a pod belongs to in the end, or undefined for a pod of its own. */
export function ownerOf({ furniture: { owners } }: Seen, pod: PodView): OwnerView | undefined {
  let known = roots.get(owners)
  if (!known) roots.set(owners, (known = new Map(owners.map((owner) => [owner.uid, owner]))))
  let owner = known.get(pod.owner)
  while (owner && known.has(owner.parent)) owner = known.get(owner.parent)!
  return owner
}

/** The pods of a workload, in the order in which they came. */
export const podsOf = (seen: Seen, uid: string): PodView[] => [...seen.pods.values()].filter((pod) => ownerOf(seen, pod)?.uid === uid)

/** How a workload and its kind are said. */
export const nameOf = (workload: { readonly kind: string; readonly name: string }): { kind: string; name: string } => ({
  kind: workload.kind,
  name: workload.name,
})

export const isTrouble = (state: PodState): boolean => state === 'crash' || state === 'failed' || state === 'unknown'

/** Those that a Service could not send anywhere. */
export const servedBy = (seen: Seen, uid: string): ServiceView | undefined =>
  seen.services.find(({ endpoints }) => endpoints.includes(uid))

/** Replicas that are asked for and not there, the ones that are kept for waiting pods left out. */
export const lacking = ({ slots }: DriftView): number => slots.filter(({ state }) => state === 'ghost').length
export const oldOnes = ({ slots }: DriftView): number => slots.filter(({ old }) => old).length

/** What keeps the control plane from acting at all: nothing gets past the API server, and that needs its store. */
export const isCut = ({ plane }: Seen): boolean => plane !== null && !(plane.apiserver.up && plane.etcd.up)
