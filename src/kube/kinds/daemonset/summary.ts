import { podState, tagOf } from '../../../world/view/podView'
import { defineSummary, gravest, type Reading } from '../../../world/view/summary'
import type { Phrase } from '../../../world/frame'
import { podStatusWord, type Pod } from '../pod/api'
import type { DaemonSet } from './api'
import { templateGeneration } from './generation'

export default defineSummary({
  kind: 'DaemonSet',
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
  replicas: (set: DaemonSet, _reading: Reading) => replicas(set),
})

/** As many as there are nodes that fit, which the controller counts. */
const replicas = (set: DaemonSet) => ({
  want: set.status?.desiredNumberScheduled ?? 0,
  ready: set.status?.numberReady ?? 0,
  isOld: (pod: Pod) => pod.metadata.labels?.['pod-template-generation'] !== String(templateGeneration(set)),
})
