import { always, objectReference, objectSchema, resourceList, stringMap, strings, struct } from '../../../api/schema/schema'
import { nodeSelector, volumeSources } from '../pod/api'

const secretRef = struct('v1.SecretReference', { name: 'string', namespace: 'string' })

const {
  gcePersistentDisk,
  awsElasticBlockStore,
  hostPath,
  nfs,
  iscsi,
  glusterfs,
  rbd,
  flexVolume,
  cinder,
  cephfs,
  flocker,
  fc,
  azureFile,
  azureDisk,
  vsphereVolume,
  quobyte,
  photonPersistentDisk,
  portworxVolume,
  scaleIO,
  storageos,
} = volumeSources

/** Sources that pods know too, and those that only volumes of their own have. Their secrets may be anywhere. */
const sources = {
  gcePersistentDisk,
  awsElasticBlockStore,
  hostPath,
  nfs,
  iscsi: struct('v1.ISCSIPersistentVolumeSource', { ...iscsi.fields, secretRef }),
  glusterfs: struct('v1.GlusterfsPersistentVolumeSource', { ...glusterfs.fields, endpointsNamespace: 'string*' }),
  rbd: struct('v1.RBDPersistentVolumeSource', { ...rbd.fields, secretRef }),
  flexVolume: struct('v1.FlexPersistentVolumeSource', { ...flexVolume.fields, secretRef }),
  cinder: struct('v1.CinderPersistentVolumeSource', { ...cinder.fields, secretRef }),
  cephfs: struct('v1.CephFSPersistentVolumeSource', { ...cephfs.fields, secretRef }),
  flocker,
  fc,
  azureFile: struct('v1.AzureFilePersistentVolumeSource', { ...azureFile.fields, secretNamespace: 'string*' }),
  azureDisk,
  vsphereVolume,
  quobyte,
  photonPersistentDisk,
  portworxVolume,
  scaleIO: struct('v1.ScaleIOPersistentVolumeSource', { ...scaleIO.fields, secretRef }),
  storageos: struct('v1.StorageOSPersistentVolumeSource', { ...storageos.fields, secretRef: objectReference }),
  local: struct('v1.LocalVolumeSource', { path: 'string!', fsType: 'string*' }),
  csi: struct('v1.CSIPersistentVolumeSource', {
    driver: 'string!',
    volumeHandle: 'string!',
    readOnly: 'bool',
    fsType: 'string',
    volumeAttributes: stringMap,
    controllerPublishSecretRef: secretRef,
    nodeStageSecretRef: secretRef,
    nodePublishSecretRef: secretRef,
    controllerExpandSecretRef: secretRef,
    nodeExpandSecretRef: secretRef,
  }),
} as const

/** `spec` of a PersistentVolume. */
export const volumeSpec = struct('v1.PersistentVolumeSpec', {
  capacity: resourceList,
  ...sources,
  accessModes: strings,
  claimRef: objectReference,
  persistentVolumeReclaimPolicy: 'string',
  storageClassName: 'string',
  mountOptions: strings,
  volumeMode: 'string*',
  nodeAffinity: struct('v1.VolumeNodeAffinity', { required: nodeSelector }),
  volumeAttributesClassName: 'string*',
})

export const volumeSchema = objectSchema('PersistentVolume', {
  spec: always(volumeSpec),
  status: struct('v1.PersistentVolumeStatus', {
    phase: 'string',
    message: 'string',
    reason: 'string',
    lastPhaseTransitionTime: 'time*',
  }),
})
