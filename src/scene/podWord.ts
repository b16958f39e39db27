import type { PodView } from '../world/frame'
import { spanPart } from './motion'
import { phrase, type Say } from './say'

/** What stands under a pod while it is not simply ready; trouble is said in its own tone. */
export interface PodWord {
  readonly text: string
  readonly trouble: boolean
}

/** The word of a pod, or null for a healthy one. States of Kubernetes are said as kubectl prints them. */
export function podWord(pod: PodView, time: number, say: Say): PodWord | null {
  const plain = (text: string): PodWord => ({ text, trouble: false })
  switch (pod.state) {
    case 'ready':
      return null
    case 'creating':
      if (pod.span) return plain(say(phrase('stage.word.pulling', { percent: Math.round(spanPart(pod.span, time) * 100) })))
      return plain(pod.status === 'ContainerCreating' || !pod.status ? say(phrase('stage.word.creating')) : pod.status)
    case 'notready':
      return plain(pod.status === 'Running' || !pod.status ? say(phrase('stage.word.notready')) : pod.status)
    case 'done':
      return plain(say(phrase('stage.word.completed')))
    case 'failed': {
      const said = pod.exitCode === null ? pod.status : say(phrase('stage.word.exit', { status: pod.status, code: pod.exitCode }))
      return { text: said, trouble: true }
    }
    case 'crash':
      return { text: pod.status, trouble: true }
    case 'ghost':
      return plain(say(phrase('stage.word.wanted')))
    case 'pending':
      if (pod.nominated) return plain(say(phrase('stage.word.waitsFor', { node: pod.nominated })))
      return plain(pod.status || 'Pending')
    case 'term':
      return plain('Terminating')
    case 'unknown':
      return plain('Unknown')
  }
}
