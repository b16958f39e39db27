import { defineSummary, type Replicas } from '../../../world/view/summary'
import { replicasSummary } from '../../../world/view/replicasSummary'
import type { ReplicaSet } from './api'

export default defineSummary({
  kind: 'ReplicaSet',
  podSpecPath: 'spec.template.spec',
  summary: (set, reading) => replicasSummary(set, replicas(set), reading),
  replicas,
})

function replicas({ spec, status }: ReplicaSet): Replicas {
  return { want: spec.replicas ?? 1, ready: status?.readyReplicas ?? 0, isOld: () => false }
}
