import type { Frame, PodState } from '../world/frame'
import type { View } from './readModel'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

const trouble: ReadonlySet<PodState> = new Set<PodState>(['crash', 'failed', 'unknown'])

/** The one thing in a frame that somebody who cannot see the stage should hear, or '': trouble first, then what has come right. */
export function newsOf(before: View, frame: Frame, say: Say): string {
  if (frame.reset) return ''
  for (const node of frame.nodes ?? []) {
    const was = before.nodes.find((other) => other.uid === node.uid)
    if (was && was.ready !== node.ready)
      return say(node.ready === 'True' ? 'news.nodeReady' : 'news.nodeLost', { name: node.name })
  }
  const sick = frame.pods.find((pod) => trouble.has(pod.state) && before.pods.get(pod.uid)?.state !== pod.state)
  if (sick) return say('news.podTrouble', { name: sick.name, status: sick.status })
  for (const workload of frame.drift ?? []) {
    const was = before.drift.find((other) => other.uid === workload.uid)
    if (was && was.have !== workload.have && workload.have === workload.want) {
      return say('news.workloadReady', { kind: workload.kind, name: workload.name, want: workload.want })
    }
  }
  return ''
}
