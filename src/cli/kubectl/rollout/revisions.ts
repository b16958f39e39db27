import type { KindName } from '../../../api/meta'
import type { ControllerRevision } from '../../../kube/kinds/controllerrevision/api'
import { keeps, ownRevisions, type Keeper } from '../../../kube/workload/history'
import type { Shell } from '../shell'
import type { Revision, RolloutKind } from './rolloutKind'

const CHANGE_CAUSE = 'kubernetes.io/change-cause'

/** The part of `kubectl rollout` that is the same for kinds that keep their revisions in ControllerRevisions. */
export const byRevisions: Pick<RolloutKind, 'history' | 'undo'> = {
  history: (shell, object) =>
    ownRevisions(shell.client, object).map((one): Revision => ({
      revision: one.revision,
      changeCause: one.metadata.annotations?.[CHANGE_CAUSE] ?? '<none>',
    })),
  undo(shell, object, revision) {
    const target = targetOf(shell, object as Keeper, revision)
    if (keeps(target, (object as Keeper).spec.template))
      return `skipped rollback (current template already matches revision ${revision})`
    shell.client.patch(object.kind as KindName, object, 'strategic', target.data)
    return 'rolled back'
  },
}

function targetOf(shell: Shell, object: Keeper, revision: number): ControllerRevision {
  const revisions = ownRevisions(shell.client, object)
  if (revision === 0 && revisions.length <= 1) throw new RangeError('no last revision to roll back to')
  const found = revision === 0 ? revisions.at(-2) : revisions.find((one) => one.revision === revision)
  if (!found) throw new RangeError(`unable to find specified revision ${revision} in history`)
  return found
}

/** What `kubectl rollout status` says of a set whose pods are replaced by hand. */
export const onlyRolling = { text: 'rollout status is only available for RollingUpdate strategy type', done: true, failed: true }
