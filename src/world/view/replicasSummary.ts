import type { KubeObject } from '../../api/meta'
import { podStatusWord, type PodSpec } from '../../kube/kinds/pod/api'
import type { Phrase } from '../frame'
import { podState, tagOf } from './podView'
import { gravest, type Reading, type Replicas, type Summary } from './summary'

interface Keeper extends KubeObject {
  readonly spec: { readonly template?: { readonly spec: PodSpec } }
}

/**
 * How a kind reads that keeps pods of one template itself: how many serve, which version is on its way, and what is wrong with the
 * first pod that keeps crashing.
 */
export function replicasSummary(keeper: Keeper, { want, ready, isOld }: Replicas, reading: Reading): Summary {
  const pods = reading.podsBelow(keeper).filter((pod) => !pod.metadata.deletionTimestamp)
  const states = pods.map((pod) => podState(pod, false))
  const text: Phrase[] = [{ key: 'summary.ready', values: { ready, want } }]
  if (pods.some(isOld)) {
    const image = keeper.spec.template?.spec.containers[0]?.image
    text.push({ key: 'summary.rollingOut', values: { version: image ? tagOf(image) : '' } })
  }
  const troubled = pods[states.indexOf('crash')]
  if (troubled) text.push({ key: 'summary.word', values: { word: podStatusWord(troubled) } })
  return { state: gravest(pods.length < want ? [...states, 'ghost'] : states), text }
}
