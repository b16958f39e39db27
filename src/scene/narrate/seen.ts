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

const below = new WeakMap<Seen['pods'], { readonly owners: Furniture['owners']; readonly pods: Map<string, PodView[]> }>()

/** The pods of a workload, in the order in which they came. */
export function podsOf(seen: Seen, uid: string): readonly PodView[] {
  let known = below.get(seen.pods)
  if (known?.owners !== seen.furniture.owners) {
    known = { owners: seen.furniture.owners, pods: new Map() }
    for (const pod of seen.pods.values()) {
      const owner = ownerOf(seen, pod)?.uid ?? ''
      const list = known.pods.get(owner)
      if (list) list.push(pod)
      else known.pods.set(owner, [pod])
    }
    below.set(seen.pods, known)
  }
  return known.pods.get(uid) ?? []
}

/** How many replicas of a workload are asked for and not there, not counting those of an older revision. */
export function lacking(seen: Seen, { uid, kind, want }: DriftView): number {
  if (isWork(kind)) return seen.ghosts.filter(({ owner, at = 0 }) => owner === uid && at <= seen.now).length
  return Math.max(0, want - podsOf(seen, uid).filter(({ old, state }) => !old && state !== 'term').length)
}

/** How many pods of a workload are of an older revision. */
export const oldOnes = (seen: Seen, { uid }: DriftView): number => podsOf(seen, uid).filter(({ old }) => old).length

/** Kinds whose pods come to an end, so that what they want is successes. */
export const isWork = (kind: string): boolean => kind === 'Job'

/** The workload as the drift meter has it. */
export const driftOf = ({ drift }: Seen, uid: string): DriftView | undefined => drift.find((other) => other.uid === uid)

export const isTrouble = (state: PodState): boolean => state === 'crash' || state === 'failed' || state === 'unknown'

/** The Service that sends a pod requests. */
export const servedBy = (seen: Seen, uid: string): ServiceView | undefined =>
  seen.services.find(({ endpoints }) => endpoints.includes(uid))

/** What keeps the control plane from acting at all: nothing gets past the API server, and that needs its store. */
export const isCut = ({ plane }: Seen): boolean => plane !== null && !(plane.apiserver.up && plane.etcd.up)
