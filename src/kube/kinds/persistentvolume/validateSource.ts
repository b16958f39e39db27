import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain } from '../../../api/names'
import { csiDriver, driveChecks, noBacksteps, toldAt, type VolumeSource } from '../pod/api'
import type { PersistentVolumeSource, SecretReference } from './types'

type Kind = keyof PersistentVolumeSource
type Check<K extends Kind> = (
  source: NonNullable<PersistentVolumeSource[K]>,
  path: string,
  out: FieldError[],
  volume: string,
) => void

/** What is checked of a PersistentVolume besides, or instead of, what a pod's volume of the same kind is checked for. */
const checks: { readonly [K in Kind]?: Check<K> } = {
  glusterfs(source, path, out, volume) {
    driveChecks.glusterfs!(source, path, out, volume)
    const namespace = source.endpointsNamespace
    if (namespace === undefined) return
    const why = 'if the endpointnamespace is set, it must be a valid namespace name'
    for (const message of namespace ? dns1123Label(namespace) : [why]) {
      out.push(invalid(`${path}.endpointsNamespace`, namespace, message))
    }
  },
  iscsi(source, path, out, volume) {
    const { initiatorName, targetPortal = '', secretRef } = source
    driveChecks.iscsi!(source, path, out, volume)
    if (initiatorName !== undefined && `${volume}:${targetPortal}`.length > 64) {
      const why =
        'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
      out.push(invalid(`${path}.targetportal`, targetPortal, why))
    }
    if (secretRef && !secretRef.name) out.push(required(`${path}.secretRef.name`))
  },
  cinder(source, path, out, volume) {
    driveChecks.cinder!(source, path, out, volume)
    if (source.secretRef && !source.secretRef.namespace) out.push(required(`${path}.secretRef.namespace`))
  },
  azureFile(source, path, out, volume) {
    driveChecks.azureFile!(source, path, out, volume)
    if (source.secretNamespace === '') out.push(required(`${path}.secretNamespace`))
  },
  storageos(source, path, out, volume) {
    driveChecks.storageos!(source, path, out, volume)
    if (source.secretRef && !source.secretRef.namespace) out.push(required(`${path}.secretRef.namespace`))
  },
  local(source, path, out) {
    if (source.path) noBacksteps(source.path, `${path}.path`, out)
    else out.push(required(`${path}.path`))
  },
  csi(source, path, out) {
    csiDriver(source.driver ?? '', `${path}.driver`, out)
    if (!source.volumeHandle) out.push(required(`${path}.volumeHandle`))
    for (const field of secrets) if (source[field]) secret(source[field], `${path}.${field}`, out)
  },
}

const secrets = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const

/** Rule: validatePVSecretReference. */
function secret({ name, namespace }: SecretReference, path: string, out: FieldError[]): void {
  if (!name) out.push(required(`${path}.name`))
  else for (const message of dns1123Subdomain(name)) out.push(invalid(`${path}.name`, name, message))
  if (!namespace) out.push(required(`${path}.namespace`))
  else for (const message of dns1123Label(namespace)) out.push(invalid(`${path}.namespace`, namespace, message))
}

/** In the order in which upstream looks at them: the first one given is checked, the others are refused. */
const order = [
  ...[
    'hostPath',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'glusterfs',
    'flocker',
    'nfs',
    'rbd',
    'quobyte',
    'cephfs',
    'iscsi',
  ],
  ...['cinder', 'fc', 'flexVolume', 'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk'],
  ...['scaleIO', 'local', 'storageos', 'csi'],
] as readonly Kind[]

/** Checks that there is one source of a volume, and that it is sound. */
export function validateSource(source: PersistentVolumeSource, volume: string, path: string, out: FieldError[]): void {
  const kinds = order.filter((kind) => source[kind] !== undefined)
  if (!kinds.length) out.push(required(path, 'must specify a volume type'))
  kinds.forEach((kind, i) => {
    const at = `${path}.${kind}`
    if (i > 0) out.push(forbidden(kind === 'cephfs' ? `${path}.cephFS` : at, 'may not specify more than 1 volume type'))
    else validateOne(source, kind, `${path}.${toldAt[kind] ?? kind}`, out, volume)
  })
}

function validateOne<K extends Kind>(source: PersistentVolumeSource, kind: K, path: string, out: FieldError[], volume: string) {
  const given = source[kind] as NonNullable<PersistentVolumeSource[K]>
  const own = checks[kind]
  if (own) own(given, path, out, volume)
  else driveChecks[kind as keyof VolumeSource]?.(given as never, path, out, volume)
}
