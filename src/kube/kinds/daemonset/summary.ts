import { defineSummary, type Replicas } from '../../../world/view/summary'
import { replicasSummary } from '../../../world/view/replicasSummary'
import type { DaemonSet } from './api'
import { templateGeneration } from './generation'

export default defineSummary({
  kind: 'DaemonSet',
  podSpecPath: 'spec.template.spec',
  summary: (set, reading) => replicasSummary(set, replicas(set), reading),
  replicas,
})

/** As many as there are nodes that fit, which the controller counts. */
function replicas(set: DaemonSet): Replicas {
  return {
    want: set.status?.desiredNumberScheduled ?? 0,
    ready: set.status?.numberReady ?? 0,
    isOld: (pod) => pod.metadata.labels?.['pod-template-generation'] !== String(templateGeneration(set)),
  }
}
