import { podState } from '../../../world/view/podView'
import { defineSummary, gravest, type Reading } from '../../../world/view/summary'
import type { ReplicationController } from './api'

export default defineSummary({
  kind: 'ReplicationController',
  podSpecPath: 'spec.template.spec',
  summary(rc, reading) {
    const { want, ready } = replicas(rc)
    const states = reading.podsBelow(rc).map((pod) => podState(pod, false))
    return {
      state: gravest(states.length < want ? [...states, 'ghost'] : states),
      text: [{ key: 'summary.ready', values: { ready, want } }],
    }
  },
  replicas: (rc: ReplicationController, _reading: Reading) => replicas(rc),
})

const replicas = (rc: ReplicationController) => ({
  want: rc.spec.replicas ?? 1,
  ready: rc.status?.readyReplicas ?? 0,
  isOld: () => false,
})
