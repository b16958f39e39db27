import type { DriftView, Phrase, PodView } from '../../world/frame'
import { isCut, lacking, oldOnes, podsOf, told, type Seen } from './seen'

/** What can keep pods from being ready, the gravest first: the order in which it is said. */
export const doings = [
  'pullFailed',
  'crashing',
  'waiting',
  'lost',
  'unplaced',
  'unmade',
  'refused',
  'pulling',
  'starting',
  'checking',
  'placing',
  'making',
  'replacing',
  'leaving',
  'others',
] as const

export type Doing = (typeof doings)[number]

/** Waiting reasons that mean the image does not come. */
const pullReasons: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'])

/** Does the image of this pod not come? */
export const failsToPull = ({ containers }: PodView): boolean => containers.some(({ reason }) => pullReasons.has(reason))

/** Did the scheduler look at this pod last and find no node? */
export const isRefused = ({ plane }: Seen, pod: PodView): boolean =>
  plane !== null && plane.scheduler.pod === pod.uid && plane.scheduler.chosen === '' && pod.node === ''

/** Whoever found no node in this time was looked at in vain; creation is known to the second. */
const PLACED_MS = 2000

const isSilent = ({ nodes }: Seen, name: string): boolean => nodes.some((node) => node.name === name && node.ready !== 'True')

/** What one pod is busy with, or null where it is ready or over. */
export function doingOf(seen: Seen, pod: PodView): Doing | null {
  switch (pod.state) {
    case 'crash':
      return failsToPull(pod) ? 'pullFailed' : 'crashing'
    case 'pending':
      if (seen.plane?.scheduler.up === false || isCut(seen)) return 'unplaced'
      return pod.nominated || isRefused(seen, pod) || seen.now - pod.createdAt > PLACED_MS ? 'waiting' : 'placing'
    case 'creating':
      return pod.span ? 'pulling' : 'starting'
    case 'notready':
      return isSilent(seen, pod.node) ? 'lost' : 'checking'
    case 'unknown':
      return 'lost'
    case 'term':
      return 'leaving'
    default:
      return null
  }
}

/** A controller whose Pod was refused asks again, ever more seldom; so long its last refusal is what keeps it. */
const REFUSED_MS = 300_000

/** Were new pods of this workload refused? */
const isTurnedDown = ({ furniture: { refusals }, now }: Seen, { name, namespace }: DriftView): boolean =>
  refusals.some(
    (one) => one.namespace === namespace && isNewPod(one) && one.name.startsWith(`${name}-`) && now - one.at < REFUSED_MS,
  )

/** A pod that gets the end of its name only when it is made: a controller asked for it. */
export const isNewPod = ({ kind, name }: { readonly kind: string; readonly name: string }): boolean =>
  kind === 'Pod' && name.endsWith('-')

/** How many pods of a workload are busy with what, what is missing altogether included. */
export function busyness(seen: Seen, workload: DriftView): Map<Doing, number> {
  const counts = new Map<Doing, number>()
  const add = (doing: Doing | null, n = 1): void => {
    if (doing && n > 0) counts.set(doing, (counts.get(doing) ?? 0) + n)
  }
  for (const pod of podsOf(seen, workload.uid)) add(doingOf(seen, pod))
  const old = podsOf(seen, workload.uid).filter((pod) => pod.old && pod.state !== 'term').length
  const isStill = seen.plane?.controllerManager.up === false || isCut(seen)
  // During a rollout what is missing comes only as fast as old pods may go.
  if (old > 0 && !isStill) add('replacing', old)
  else add(isStill ? 'unmade' : isTurnedDown(seen, workload) ? 'refused' : 'making', lacking(seen, workload))
  return counts
}

/** What everybody is busy with for a workload, in at most two clauses; null when there is nothing. */
export function busyLine(seen: Seen, workload: DriftView, others = 0): Phrase | null {
  const counts = busyness(seen, workload)
  if (others > 0) counts.set('others', others)
  // Of a rollout the leaving of old pods goes without saying while something else is going on.
  if (counts.size > 2 && oldOnes(seen, workload)) counts.delete('leaving')
  return clauses(counts)
}

/** The two gravest clauses as one sentence: each pair has its own text, so that every language joins them in its way. */
export function clauses(counts: ReadonlyMap<Doing, number>): Phrase | null {
  const said = doings.filter((doing) => (counts.get(doing) ?? 0) > 0).slice(0, 2)
  if (said.length === 0) return null
  return told(`busy.${said.join('.')}`, Object.fromEntries(said.map((doing) => [doing, counts.get(doing)!])))
}
