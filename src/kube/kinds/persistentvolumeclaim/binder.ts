import { keyOf } from '../../../api/meta'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { annotation, bestMatch, bind, BIND_COMPLETED, BOUND_BY_CONTROLLER, isBoundTo, mismatch } from '../persistentvolume/api'
import { SELECTED_NODE, type PersistentVolume } from '../persistentvolume/api'
import type { Pod } from '../pod/api'
import { defaultClassOf } from '../storageclass/api'
import { namesClass, storageClassOf, type ClaimPhase, type PersistentVolumeClaim } from './api'
import { claimNamesOf } from './claimNames'
import { provision } from './provision'

/** Ms after which a claim that is not bound is looked at again; upstream: --pvclaimbinder-sync-period. */
const SYNC_MS = 15_000

/** Finds a volume for each claim, or asks for one to be made; upstream: the half of persistentvolume-controller that is about claims. */
export const claimBinder = defineController({
  name: 'persistentvolume-binder-controller',
  eventsAs: 'persistentvolume-controller',
  title: 'Claim',
  rank: 30,
  for: 'PersistentVolumeClaim',
  watches: [
    watches('PersistentVolume', ({ object, old, type }, { client }) => {
      const { claimRef } = object.spec
      if (claimRef?.name) return [`${claimRef.namespace ?? ''}/${claimRef.name}`]
      if (type === 'DELETED' || object.status?.phase !== 'Available' || old?.status?.phase === 'Available') return []
      const name = storageClassOf(object)
      return client
        .list('PersistentVolumeClaim')
        .filter((one) => isWaiting(one) && storageClassOf(one) === name)
        .map(keyOf)
    }),
  ],
  reconcile(context, claim) {
    if (annotation(claim, BIND_COMPLETED) === undefined) syncUnbound(context, claim)
    else syncBound(context, claim)
    return isWaiting(claim) ? SYNC_MS : undefined
  },
})

const isWaiting = ({ status }: PersistentVolumeClaim) => status?.phase !== 'Bound' && status?.phase !== 'Lost'

function syncUnbound(context: ControllerContext, claim: PersistentVolumeClaim): void {
  const { client, now, record } = context
  if (claim.metadata.deletionTimestamp) return
  const { volumeName } = claim.spec
  if (!volumeName) return findVolume(context, claim)
  const volume = client.get('PersistentVolume', volumeName)
  if (!volume) return setPhase(context, claim, 'Pending')
  if (!volume.spec.claimRef) {
    const why = mismatch(volume, claim)
    if (why === undefined) return bind(client, volume, claim, now)
    record(claim, 'VolumeMismatch', `Cannot bind to requested volume ${JSON.stringify(volumeName)}: ${why}`, 'Warning')
    return setPhase(context, claim, 'Pending')
  }
  if (isBoundTo(volume, claim)) return bind(client, volume, claim, now)
  if (annotation(claim, BOUND_BY_CONTROLLER) !== undefined) return
  record(claim, 'FailedBinding', `volume ${JSON.stringify(volumeName)} already bound to a different claim.`, 'Warning')
  setPhase(context, claim, 'Pending')
}

/** Rule: syncUnboundClaim, of a claim that names no volume. */
function findVolume(context: ControllerContext, claim: PersistentVolumeClaim): void {
  const { client, now, record } = context
  const name = storageClassOf(claim)
  const found = name ? client.get('StorageClass', name) : undefined
  const waits = found?.volumeBindingMode === 'WaitForFirstConsumer' && annotation(claim, SELECTED_NODE) === undefined
  const volume = bestMatch(claim, client.list('PersistentVolume'), { waits })
  if (volume) return bind(client, volume, claim, now)
  if (!namesClass(claim)) {
    const standard = defaultClassOf(client.list('StorageClass'))
    if (standard) {
      client.update({ ...claim, spec: { ...claim.spec, storageClassName: standard.metadata.name } })
      return
    }
  }
  if (waits) {
    const pods = unscheduledPods(context, claim)
    if (pods.length) record(claim, 'WaitForPodScheduled', `waiting for pod ${pods.join(',')} to be scheduled`)
    else record(claim, 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding')
  } else if (name) return provision(context, claim, name, found)
  else record(claim, 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set')
  setPhase(context, claim, 'Pending')
}

const unscheduledPods = ({ client }: ControllerContext, { metadata: { namespace, name } }: PersistentVolumeClaim): string[] =>
  client
    .list('Pod', { namespace: namespace! })
    .filter((pod: Pod) => !pod.spec.nodeName && claimNamesOf(pod).includes(name))
    .map((pod) => pod.metadata.name)

/** Rule: syncBoundClaim. */
function syncBound(context: ControllerContext, claim: PersistentVolumeClaim): void {
  const { client, now } = context
  const { volumeName } = claim.spec
  if (!volumeName) {
    return lose(context, claim, 'ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!')
  }
  const volume: PersistentVolume | undefined = client.get('PersistentVolume', volumeName)
  if (!volume) return lose(context, claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!')
  const { claimRef } = volume.spec
  if (!claimRef || claimRef.uid === claim.metadata.uid) return bind(client, volume, claim, now)
  lose(context, claim, 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly')
}

function lose(context: ControllerContext, claim: PersistentVolumeClaim, reason: string, message: string): void {
  if (claim.status?.phase === 'Lost') return
  setPhase(context, claim, 'Lost')
  context.record(claim, reason, message, 'Warning')
}

function setPhase({ client }: ControllerContext, claim: PersistentVolumeClaim, phase: ClaimPhase): void {
  if (claim.status?.phase === phase) return
  const { accessModes: _, capacity: __, ...status } = claim.status ?? {}
  client.updateStatus({ ...claim, status: { ...status, phase } })
}
