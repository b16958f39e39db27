import type { Deployment } from '../../../kube/kinds/deployment/api'
import { history, rolledBack } from '../../../kube/kinds/deployment/revisions'
import type { Shell } from '../shell'
import type { RolloutKind } from './rolloutKind'

const sets = (shell: Shell, deployment: Deployment) => shell.client.owned('ReplicaSet', deployment)

/** Deployments keep their revisions in ReplicaSets. */
export const deploymentRollout: RolloutKind = {
  kind: 'Deployment',
  status: (object) => statusOf(object as Deployment),
  history: (shell, object) => history(sets(shell, object as Deployment)),
  undo(shell, object, revision) {
    const deployment = object as Deployment
    const next = rolledBack(deployment, sets(shell, deployment), revision)
    if (next === deployment) return `skipped rollback (current template already matches revision ${revision})`
    shell.client.update(next)
    return 'rolled back'
  },
}

/** Upstream: DeploymentStatusViewer. */
function statusOf({ metadata, spec, status = {} }: Deployment): ReturnType<RolloutKind['status']> {
  const name = JSON.stringify(metadata.name)
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0))
    return { text: 'Waiting for deployment spec update to be observed...', done: false }
  if (status.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')) {
    return { text: `deployment ${name} exceeded its progress deadline`, done: true, failed: true }
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status
  const waiting = (what: string) => ({ text: `Waiting for deployment ${name} rollout to finish: ${what}...`, done: false })
  if (updatedReplicas < spec.replicas) return waiting(`${updatedReplicas} out of ${spec.replicas} new replicas have been updated`)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas)
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  return { text: `deployment ${name} successfully rolled out`, done: true }
}
