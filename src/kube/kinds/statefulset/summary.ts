import { defineSummary, type Replicas } from '../../../world/view/summary'
import { replicasSummary } from '../../../world/view/replicasSummary'
import { REVISION_HASH } from '../../workload/history'
import type { StatefulSet } from './api'

export default defineSummary({
  kind: 'StatefulSet',
  podSpecPath: 'spec.template.spec',
  summary: (set, reading) => replicasSummary(set, replicas(set), reading),
  replicas,
})

function replicas({ spec, status }: StatefulSet): Replicas {
  return {
    want: spec.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    isOld: (pod) => status?.updateRevision !== undefined && pod.metadata.labels?.[REVISION_HASH] !== status.updateRevision,
  }
}
