import type { Lane, MarkView, MessageHead } from '../../world/frame'
import { firstIndex } from '../readModel'
import { xOf, type TimeScale } from './timeScale'

/** Marks of a lane that lie too close to be told apart, shown as one. */
export interface Cluster {
  readonly lane: Lane
  readonly x: number
  lastX: number
  count: number
  mark: MarkView
}

export const lanes: readonly Lane[] = ['you', 'controllers', 'scheduler', 'kubelets']

/** What must not be hidden behind something else: trouble, then what a person did. */
const weight: Partial<Record<MessageHead, number>> = { failure: 3, edit: 2, bind: 1 }

/** The marks of a stretch of time, oldest first in each lane, joined where they are nearer than `gap` px. */
export function clustersOf(marks: readonly MarkView[], scale: TimeScale, gap = 12): Cluster[] {
  const clusters: Cluster[] = []
  const open = new Map<Lane, Cluster>()
  const end = firstIndex(marks, scale.from + scale.span, (mark) => mark.at)
  for (let i = firstIndex(marks, scale.from, (mark) => mark.at); i < end; i++) {
    const mark = marks[i]!
    const x = xOf(scale, mark.at)
    const before = open.get(mark.lane)
    if (before && x - before.x < gap) {
      before.count++
      before.lastX = x
      if ((weight[mark.head] ?? 0) > (weight[before.mark.head] ?? 0)) before.mark = mark
    } else {
      const cluster = { lane: mark.lane, x, lastX: x, count: 1, mark }
      open.set(mark.lane, cluster)
      clusters.push(cluster)
    }
  }
  return clusters
}
