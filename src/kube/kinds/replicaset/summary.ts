import { podState } from '../../../world/view/podView'
import { defineSummary, gravest, type Reading } from '../../../world/view/summary'
import type { ReplicaSet } from './api'

export default defineSummary({
  kind: 'ReplicaSet',
  podSpecPath: 'spec.template.spec',
  summary(set, reading) {
    const { want, ready } = replicas(set)
    const states = reading.podsBelow(set).map((pod) => podState(pod, false))
    return {
      state: gravest(states.length < want ? [...states, 'ghost'] : states),
      text: [{ key: 'summary.ready', values: { ready, want } }],
    }
  },
  replicas: (set: ReplicaSet, _reading: Reading) => replicas(set),
})

const replicas = (set: ReplicaSet) => ({
  want: set.spec.replicas ?? 1,
  ready: set.status?.readyReplicas ?? 0,
  isOld: () => false,
})
