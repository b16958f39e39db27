import type { Draft } from '../../../api/meta'
import { provisioners } from '../csidriver/api'
import type { PersistentVolumeClaim } from '../persistentvolumeclaim/api'
import type { StorageClass } from '../storageclass/api'
import { annotation, BOUND_BY_CONTROLLER, PROVISIONED_BY, SELECTED_NODE } from './annotations'
import { claimReference } from './binding'
import type { PersistentVolume, PersistentVolumeSource, PersistentVolumeSpec } from './types'

/** By which a driver keeps the object of a volume until the volume itself is gone. */
export const DRIVER_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer'

/** Name of the volume that is made for a claim. Rule: getProvisionedVolumeNameForClaim. */
export const provisionedName = ({ metadata }: PersistentVolumeClaim): string => `pvc-${metadata.uid}`

/** The volume that a class's provisioner makes for a claim. The provisioner must be one that there is. */
export function provisionedVolume(claim: PersistentVolumeClaim, storageClass: StorageClass): Draft<PersistentVolume> {
  const { provisioner: name, reclaimPolicy, mountOptions } = storageClass
  const { inTree, source } = provisioners.get(name)!
  const node = annotation(claim, SELECTED_NODE)
  const spec: PersistentVolumeSpec = {
    ...sourceFor(name, claim),
    capacity: { storage: claim.spec.resources?.requests?.['storage'] ?? '0' },
    ...(claim.spec.accessModes && { accessModes: claim.spec.accessModes }),
    claimRef: claimReference(claim),
    persistentVolumeReclaimPolicy: reclaimPolicy ?? 'Delete',
    storageClassName: storageClass.metadata.name,
    ...(mountOptions?.length && { mountOptions }),
    volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    ...(source === 'local' && node !== undefined && { nodeAffinity: onlyOn(node) }),
  }
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: provisionedName(claim),
      annotations: inTree
        ? { [BOUND_BY_CONTROLLER]: 'yes', [PROVISIONED_BY]: name }
        : {
            [PROVISIONED_BY]: name,
            'volume.kubernetes.io/provisioner-deletion-secret-name': '',
            'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
          },
      ...(!inTree && { finalizers: [DRIVER_FINALIZER] }),
    },
    spec,
  }
}

function sourceFor(name: string, claim: PersistentVolumeClaim): PersistentVolumeSource {
  const { uid, namespace, name: claimName } = claim.metadata
  const { source } = provisioners.get(name)!
  if (source === 'csi') {
    const identity = { 'storage.kubernetes.io/csiProvisionerIdentity': name }
    return {
      csi: {
        driver: name,
        volumeHandle: `vol-${uid.replaceAll('-', '').slice(0, 17)}`,
        fsType: 'ext4',
        volumeAttributes: identity,
      },
    }
  }
  if (source === 'local')
    return { hostPath: { path: `/opt/local-path-provisioner/pvc-${uid}_${namespace}_${claimName}`, type: 'DirectoryOrCreate' } }
  const path =
    name === 'k8s.io/minikube-hostpath' ? `/tmp/hostpath-provisioner/${namespace}/${claimName}` : `/tmp/hostpath_pv/${uid}`
  return { hostPath: { path, type: '' } }
}

const onlyOn = (node: string): PersistentVolumeSpec['nodeAffinity'] => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] },
})
