import type { DaemonSet } from '../../../kube/kinds/daemonset/api'
import { byRevisions, onlyRolling } from './revisions'
import type { RolloutKind } from './rolloutKind'

/** DaemonSets replace their pods node by node. */
export const daemonSetRollout: RolloutKind = {
  kind: 'DaemonSet',
  status: (object) => statusOf(object as DaemonSet),
  ...byRevisions,
}

/** Upstream: DaemonSetStatusViewer. */
function statusOf({ metadata, spec, status }: DaemonSet): ReturnType<RolloutKind['status']> {
  if (spec.updateStrategy.type !== 'RollingUpdate') return onlyRolling
  const { observedGeneration = 0, desiredNumberScheduled, updatedNumberScheduled = 0, numberAvailable = 0 } = status
  if ((metadata.generation ?? 0) > observedGeneration)
    return { text: 'Waiting for daemon set spec update to be observed...', done: false }
  const name = JSON.stringify(metadata.name)
  const waiting = (what: string) => ({ text: `Waiting for daemon set ${name} rollout to finish: ${what}...`, done: false })
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`)
  if (numberAvailable < desiredNumberScheduled)
    return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`)
  return { text: `daemon set ${name} successfully rolled out`, done: true }
}
