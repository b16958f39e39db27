import { isFinished } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { ReplicaSet } from '../replicaset/api'
import { actualSize } from './status'

/** Must a Recreate rollout still wait for pods of older revisions? Upstream: oldPodsRunning. `pods` by ReplicaSet uid. */
export function oldPodsRunning(
  rs: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
  pods: ReadonlyMap<string, readonly Pod[]>,
): boolean {
  if (actualSize(old) > 0) return true
  for (const [uid, owned] of pods) {
    if (uid !== rs?.metadata.uid && owned.some((pod) => !isFinished(pod))) return true
  }
  return false
}
