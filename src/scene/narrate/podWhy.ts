import type { NodeVerdict, Phrase, PodView } from '../../world/frame'
import { percentOf, told, type Seen } from './seen'

/** Why a pod got its node, as far as the scheduler's last decision is the one about it. */
export function placedWhy({ plane }: Seen, pod: PodView): Phrase {
  const scheduler = plane?.scheduler
  if (!scheduler || scheduler.pod !== pod.uid || scheduler.chosen !== pod.node) return told('why.kubelet', { node: pod.node })
  const fits = scheduler.verdicts.filter(({ score }) => score >= 0).length
  const all = scheduler.verdicts.length
  if (fits <= 1) return told(all > 1 ? 'why.onlyFit' : 'why.fits', { all })
  return told('why.bestFit', { fits, all })
}

/** Of equally frequent reasons the lack of room is told. */
const roomless: ReadonlySet<string> = new Set(['cpu', 'memory', 'room'])

/** Why nodes were refused, in a word the dictionary knows. */
export function refusalOf({ reason }: NodeVerdict): string {
  const full = /^(?:Insufficient|Too many) (\S+)/.exec(reason)
  if (full) return full[1] === 'cpu' || full[1] === 'memory' ? full[1] : 'room'
  if (/taint/.test(reason)) return 'taint'
  if (/unschedulable/.test(reason)) return 'cordoned'
  if (/topology spread/.test(reason)) return 'spread'
  if (/volume|persistentvolumeclaim/i.test(reason)) return 'volume'
  if (/affinity|selector/.test(reason)) return 'affinity'
  return 'other'
}

/** Why a pod has no node: what most nodes lack. */
export function waitingWhy(seen: Seen, pod: PodView): Phrase | null {
  const { plane } = seen
  if (!plane) return null
  if (pod.nominated) return told('why.nominated', { node: pod.nominated })
  const { scheduler } = plane
  if (scheduler.pod !== pod.uid || scheduler.chosen !== '') return told(scheduler.up ? 'why.made' : 'why.noScheduler')
  if (seen.nodes.length === 0) return told('why.noNodes')
  const counts = new Map<string, number>()
  for (const verdict of scheduler.verdicts) counts.set(refusalOf(verdict), (counts.get(refusalOf(verdict)) ?? 0) + 1)
  const rank = ([why, n]: readonly [string, number]): number => n + (roomless.has(why) ? 0.5 : 0)
  const [why, n] = [...counts].reduce((most, next) => (rank(next) > rank(most) ? next : most), ['other', 0])
  return n === 0 ? told('why.made') : told(`why.refused.${why}`, { n, all: scheduler.verdicts.length })
}

/** The image that a pod waits for, or runs. */
export const imageOf = ({ containers }: PodView): string =>
  (containers.find(({ state, role }) => state === 'waiting' && role !== 'sidecar') ?? containers[0])?.image ?? ''

/** How far the pull of an image is. */
export function imageLine(seen: Seen, pod: PodView): Phrase {
  return told('why.pulling', { image: imageOf(pod), percent: Math.max(0, percentOf(pod, seen.now)) })
}
