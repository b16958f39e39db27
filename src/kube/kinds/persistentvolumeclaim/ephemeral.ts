import { ApiError } from '../../../api/errors'
import { controllerRef } from '../../../api/meta'
import { defineController, watches } from '../../../control/controller'
import { isFinished } from '../../workload/pods'
import type { Pod } from '../pod/api'
import { isMadeFor } from './madeFor'
import type { PersistentVolumeClaim } from './types'

const hasOwn = (pod: Pod) => pod.spec.volumes?.some((volume) => volume.ephemeral) ?? false

/** Makes the claims of volumes that live and die with their pod: `POD-VOLUME`, owned by the pod; upstream: ephemeral-volume-controller. */
export const ephemeralClaims = defineController({
  name: 'ephemeral-volume-controller',
  eventsAs: 'ephemeral_volume',
  title: 'Ephemeral volume',
  rank: 82,
  for: 'Pod',
  wakes: ({ type, object }) => type === 'ADDED' && hasOwn(object),
  watches: [
    watches('PersistentVolumeClaim', ({ type, object }) => {
      const owner = object.metadata.ownerReferences?.find((ref) => ref.controller && ref.kind === 'Pod')
      return type === 'DELETED' && owner ? [`${object.metadata.namespace}/${owner.name}`] : []
    }),
  ],
  reconcile({ client, record }, pod) {
    if (pod.metadata.deletionTimestamp || isFinished(pod)) return
    const { namespace, uid, name: podName } = pod.metadata
    for (const { name: volume, ephemeral } of pod.spec.volumes ?? []) {
      const template = ephemeral?.volumeClaimTemplate
      if (!template) continue
      const name = `${podName}-${volume}`
      const found = client.get('PersistentVolumeClaim', name, namespace)
      if (found) {
        if (isMadeFor(found, uid)) continue
        const why = `PVC ${namespace}/${name} was not created for pod ${namespace}/${podName} (pod is not owner)`
        throw new ApiError(409, 'Conflict', why)
      }
      const { labels, annotations } = template.metadata ?? {}
      const metadata = { name, namespace: namespace!, ownerReferences: [controllerRef(pod)], ...(labels && { labels }) }
      try {
        client.create<PersistentVolumeClaim>({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: annotations ? { ...metadata, annotations } : metadata,
          spec: template.spec,
        })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        record(pod, 'EphemeralVolumeCreationFailed', `error creating ephemeral volume ${volume}: ${error.message}`, 'Warning')
        throw error
      }
    }
  },
})
