import { REVISION_HASH } from '../../workload/history'
import { podState, tagOf } from '../../../world/view/podView'
import { defineSummary, gravest, type Reading } from '../../../world/view/summary'
import type { Phrase } from '../../../world/frame'
import { podStatusWord, type Pod } from '../pod/api'
import type { StatefulSet } from './api'

export default defineSummary({
  kind: 'StatefulSet',
  podSpecPath: 'spec.template.spec',
  summary(set, reading) {
    const { want, ready, isOld } = replicas(set)
    const pods = reading.podsBelow(set).filter((pod) => !pod.metadata.deletionTimestamp)
    const troubled = pods.find((pod) => podState(pod, false) === 'crash')
    const text: Phrase[] = [{ key: 'summary.ready', values: { ready, want } }]
    if (pods.some(isOld)) {
      const [first] = set.spec.template.spec.containers
      text.push({ key: 'summary.rollingOut', values: { version: first ? tagOf(first.image ?? '') : '' } })
    }
    if (troubled) text.push({ key: 'summary.word', values: { word: podStatusWord(troubled) } })
    const states = pods.map((pod) => podState(pod, false))
    return { state: gravest(states.length < want ? [...states, 'ghost'] : states), text }
  },
  replicas: (set: StatefulSet, _reading: Reading) => replicas(set),
})

const replicas = ({ spec, status }: StatefulSet) => ({
  want: spec.replicas ?? 1,
  ready: status?.readyReplicas ?? 0,
  isOld: (pod: Pod) => status?.updateRevision !== undefined && pod.metadata.labels?.[REVISION_HASH] !== status.updateRevision,
})
