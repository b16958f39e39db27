import { defineController, watches } from '../../../control/controller'
import { isFinished } from '../../workload/pods'
import type { Pod } from '../pod/api'
import { claimNamesOf } from './claimNames'

const FINALIZER = 'kubernetes.io/pvc-protection'

/** Keeps a claim that is to be deleted for as long as a pod uses it; upstream: persistentvolumeclaim-protection-controller. */
export const claimProtection = defineController({
  name: 'persistentvolumeclaim-protection-controller',
  title: 'Claim in use',
  rank: 81,
  for: 'PersistentVolumeClaim',
  wakes: ({ object: { metadata } }) => metadata.deletionTimestamp !== undefined || !metadata.finalizers?.includes(FINALIZER),
  watches: [
    watches('Pod', ({ type, object }) =>
      type === 'DELETED' || isFinished(object) ? claimNamesOf(object).map((name) => `${object.metadata.namespace}/${name}`) : [],
    ),
  ],
  reconcile({ client }, claim) {
    const { deletionTimestamp, finalizers = [], namespace, name } = claim.metadata
    if (!deletionTimestamp) {
      // A claim made before its protection gets it later.
      if (!finalizers.includes(FINALIZER)) {
        client.update({ ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, FINALIZER] } })
      }
      return
    }
    if (!finalizers.includes(FINALIZER)) return
    const uses = (pod: Pod) => pod.spec.nodeName && !isFinished(pod) && claimNamesOf(pod).includes(name)
    if (client.list('Pod', { namespace: namespace! }).some(uses)) return
    client.update({ ...claim, metadata: { ...claim.metadata, finalizers: finalizers.filter((one) => one !== FINALIZER) } })
  },
})
