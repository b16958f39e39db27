import type { StatefulSet } from '../../../kube/kinds/statefulset/api'
import { byRevisions, onlyRolling } from './revisions'
import type { RolloutKind } from './rolloutKind'

/** StatefulSets replace their pods one by one, down to a partition. */
export const statefulSetRollout: RolloutKind = {
  kind: 'StatefulSet',
  status: (object) => statusOf(object as StatefulSet),
  ...byRevisions,
}

/** Upstream: StatefulSetStatusViewer. */
function statusOf({ metadata, spec, status }: StatefulSet): ReturnType<RolloutKind['status']> {
  if (spec.updateStrategy.type !== 'RollingUpdate') return onlyRolling
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration)
    return { text: 'Waiting for statefulset spec update to be observed...', done: false }
  if (readyReplicas < spec.replicas)
    return { text: `Waiting for ${spec.replicas - readyReplicas} pods to be ready...`, done: false }
  const { rollingUpdate } = spec.updateStrategy
  if (rollingUpdate) {
    const wanted = spec.replicas - (rollingUpdate.partition ?? 0)
    return updatedReplicas < wanted
      ? {
          text: `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
          done: false,
        }
      : { text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, done: true }
  }
  if (status.updateRevision !== status.currentRevision) {
    const where = `${updatedReplicas} pods at revision ${status.updateRevision ?? ''}`
    return { text: `waiting for statefulset rolling update to complete ${where}...`, done: false }
  }
  const where = `${currentReplicas} pods at revision ${status.currentRevision ?? ''}`
  return { text: `statefulset rolling update complete ${where}...`, done: true }
}
