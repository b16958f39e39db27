import { always, labelSelector, list, objectMeta, resourceList, stringMap, strings, struct } from '../../../api/schema/schema'
import { localObjectReference, objectFieldSelector, resourceFieldSelector } from './containerSchema'

const items = list(struct('v1.KeyToPath', { key: 'string!', path: 'string!', mode: 'int32*' }))
const downwardItems = list(
  struct('v1.DownwardAPIVolumeFile', {
    path: 'string!',
    fieldRef: objectFieldSelector,
    resourceFieldRef: resourceFieldSelector,
    mode: 'int32*',
  }),
)

/** `spec` of a PersistentVolumeClaim. */
export const claimSpec = struct('v1.PersistentVolumeClaimSpec', {
  accessModes: strings,
  selector: labelSelector,
  resources: always(struct('v1.VolumeResourceRequirements', { limits: resourceList, requests: resourceList })),
  volumeName: 'string',
  storageClassName: 'string*',
  volumeMode: 'string*',
  dataSource: struct('v1.TypedLocalObjectReference', { apiGroup: 'string*', kind: 'string!', name: 'string!' }),
  dataSourceRef: struct('v1.TypedObjectReference', {
    apiGroup: 'string*',
    kind: 'string!',
    name: 'string!',
    namespace: 'string*',
  }),
  volumeAttributesClassName: 'string*',
})

const projection = struct('v1.VolumeProjection', {
  secret: struct('v1.SecretProjection', { name: 'string', items, optional: 'bool*' }),
  configMap: struct('v1.ConfigMapProjection', { name: 'string', items, optional: 'bool*' }),
  downwardAPI: struct('v1.DownwardAPIProjection', { items: downwardItems }),
  serviceAccountToken: struct('v1.ServiceAccountTokenProjection', {
    audience: 'string',
    expirationSeconds: 'int64*',
    path: 'string!',
  }),
  clusterTrustBundle: struct('v1.ClusterTrustBundleProjection', {
    name: 'string*',
    signerName: 'string*',
    labelSelector,
    optional: 'bool*',
    path: 'string!',
  }),
  podCertificate: struct('v1.PodCertificateProjection', {
    signerName: 'string',
    keyType: 'string',
    maxExpirationSeconds: 'int32*',
    credentialBundlePath: 'string',
    keyPath: 'string',
    certificateChainPath: 'string',
    userAnnotations: stringMap,
  }),
})

const drive = { fsType: 'string', readOnly: 'bool' } as const
const secretRef = localObjectReference

/** What Volume takes in besides its name: one of these. PersistentVolumes share most of them. */
export const volumeSources = {
  hostPath: struct('v1.HostPathVolumeSource', { path: 'string!', type: 'string*' }),
  emptyDir: struct('v1.EmptyDirVolumeSource', { medium: 'string', sizeLimit: 'quantity*' }),
  gcePersistentDisk: struct('v1.GCEPersistentDiskVolumeSource', { pdName: 'string!', ...drive, partition: 'int32' }),
  awsElasticBlockStore: struct('v1.AWSElasticBlockStoreVolumeSource', { volumeID: 'string!', ...drive, partition: 'int32' }),
  gitRepo: struct('v1.GitRepoVolumeSource', { repository: 'string!', revision: 'string', directory: 'string' }),
  secret: struct('v1.SecretVolumeSource', { secretName: 'string', items, defaultMode: 'int32*', optional: 'bool*' }),
  nfs: struct('v1.NFSVolumeSource', { server: 'string!', path: 'string!', readOnly: 'bool' }),
  iscsi: struct('v1.ISCSIVolumeSource', {
    targetPortal: 'string!',
    iqn: 'string!',
    lun: 'int32!',
    iscsiInterface: 'string',
    ...drive,
    portals: strings,
    chapAuthDiscovery: 'bool',
    chapAuthSession: 'bool',
    secretRef,
    initiatorName: 'string*',
  }),
  glusterfs: struct('v1.GlusterfsVolumeSource', { endpoints: 'string!', path: 'string!', readOnly: 'bool' }),
  persistentVolumeClaim: struct('v1.PersistentVolumeClaimVolumeSource', { claimName: 'string!', readOnly: 'bool' }),
  rbd: struct('v1.RBDVolumeSource', {
    monitors: strings,
    image: 'string!',
    ...drive,
    pool: 'string',
    user: 'string',
    keyring: 'string',
    secretRef,
  }),
  flexVolume: struct('v1.FlexVolumeSource', { driver: 'string!', ...drive, secretRef, options: stringMap }),
  cinder: struct('v1.CinderVolumeSource', { volumeID: 'string!', ...drive, secretRef }),
  cephfs: struct('v1.CephFSVolumeSource', {
    monitors: strings,
    path: 'string',
    user: 'string',
    secretFile: 'string',
    secretRef,
    readOnly: 'bool',
  }),
  flocker: struct('v1.FlockerVolumeSource', { datasetName: 'string', datasetUUID: 'string' }),
  downwardAPI: struct('v1.DownwardAPIVolumeSource', { items: downwardItems, defaultMode: 'int32*' }),
  fc: struct('v1.FCVolumeSource', { targetWWNs: strings, lun: 'int32*', ...drive, wwids: strings }),
  azureFile: struct('v1.AzureFileVolumeSource', { secretName: 'string!', shareName: 'string!', readOnly: 'bool' }),
  configMap: struct('v1.ConfigMapVolumeSource', { name: 'string', items, defaultMode: 'int32*', optional: 'bool*' }),
  vsphereVolume: struct('v1.VsphereVirtualDiskVolumeSource', {
    volumePath: 'string!',
    fsType: 'string',
    storagePolicyName: 'string',
    storagePolicyID: 'string',
  }),
  quobyte: struct('v1.QuobyteVolumeSource', {
    registry: 'string!',
    volume: 'string!',
    readOnly: 'bool',
    user: 'string',
    group: 'string',
    tenant: 'string',
  }),
  azureDisk: struct('v1.AzureDiskVolumeSource', {
    diskName: 'string!',
    diskURI: 'string!',
    cachingMode: 'string*',
    fsType: 'string*',
    readOnly: 'bool*',
    kind: 'string*',
  }),
  photonPersistentDisk: struct('v1.PhotonPersistentDiskVolumeSource', { pdID: 'string!', fsType: 'string' }),
  projected: struct('v1.ProjectedVolumeSource', { sources: list(projection), defaultMode: 'int32*' }),
  portworxVolume: struct('v1.PortworxVolumeSource', { volumeID: 'string!', ...drive }),
  scaleIO: struct('v1.ScaleIOVolumeSource', {
    gateway: 'string!',
    system: 'string!',
    secretRef,
    sslEnabled: 'bool',
    protectionDomain: 'string',
    storagePool: 'string',
    storageMode: 'string',
    volumeName: 'string',
    ...drive,
  }),
  storageos: struct('v1.StorageOSVolumeSource', { volumeName: 'string', volumeNamespace: 'string', ...drive, secretRef }),
  csi: struct('v1.CSIVolumeSource', {
    driver: 'string!',
    readOnly: 'bool*',
    fsType: 'string*',
    volumeAttributes: stringMap,
    nodePublishSecretRef: localObjectReference,
  }),
  ephemeral: struct('v1.EphemeralVolumeSource', {
    volumeClaimTemplate: struct('v1.PersistentVolumeClaimTemplate', { metadata: objectMeta, spec: claimSpec }),
  }),
  image: struct('v1.ImageVolumeSource', { reference: 'string', pullPolicy: 'string' }),
} as const

export const volume = struct('v1.Volume', { name: 'string!', ...volumeSources })
