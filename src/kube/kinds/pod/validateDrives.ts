import { invalid, notSupported, required, tooLong, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain, inRange } from '../../../api/names'
import { need, noBacksteps } from './validatePaths'
import type { LocalObjectReference } from './containerTypes'
import type { VolumeSource } from './volumeTypes'

/** Checks one source of a volume; some rules look at the volume's name too. */
export type Check<K extends keyof VolumeSource> = (
  source: NonNullable<VolumeSource[K]>,
  path: string,
  out: FieldError[],
  name: string,
) => void

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']
const hostAndPort = 'must be a host:port pair or multiple pairs separated by commas'
const initiators = /^(iqn.*\d{4}-\d{2}\.[A-Za-z0-9\-.]+:[^,;*&$|\s]+|eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32})$/
const managedDisk = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const blobDisk = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

/** Where upstream tells errors of a source, when that is not the name of its field. */
export const toldAt: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' }

/** Checks of the sources that both pods and PersistentVolumes know. */
export const driveChecks: { readonly [K in keyof VolumeSource]?: Check<K> } = {
  hostPath(source, path, out) {
    if (!source.path) return void out.push(required(`${path}.path`))
    noBacksteps(source.path, `${path}.path`, out)
    oneOf(source.type, hostPathTypes, `${path}.type`, out)
  },
  gcePersistentDisk(source, path, out) {
    need(source, ['pdName'], path, out)
    partition(source.partition, path, out)
  },
  awsElasticBlockStore(source, path, out) {
    need(source, ['volumeID'], path, out)
    partition(source.partition, path, out)
  },
  nfs(source, path, out) {
    need(source, ['server', 'path'], path, out)
    if (!source.path?.startsWith('/')) out.push(invalid(`${path}.path`, source.path ?? '', 'must be an absolute path'))
  },
  iscsi(source, path, out) {
    need(source, ['targetPortal', 'iqn'], path, out)
    if (source.iqn) initiator(source.iqn, `${path}.iqn`, out)
    const { lun = 0, initiatorName, secretRef } = source
    for (const message of inRange(lun, 0, 255)) out.push(invalid(`${path}.lun`, lun, message))
    if ((source.chapAuthDiscovery || source.chapAuthSession) && !secretRef) out.push(required(`${path}.secretRef`))
    if (initiatorName !== undefined) initiator(initiatorName, `${path}.initiatorname`, out)
  },
  glusterfs: (source, path, out) => need(source, ['endpoints', 'path'], path, out),
  flocker(source, path, out) {
    const { datasetName = '', datasetUUID = '' } = source
    if (!datasetName && !datasetUUID) out.push(required(path, 'one of datasetName and datasetUUID is required'))
    if (datasetName && datasetUUID) {
      out.push(invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'))
    }
    if (datasetName.includes('/')) out.push(invalid(`${path}.datasetName`, datasetName, "must not contain '/'"))
  },
  rbd(source, path, out) {
    if (!source.monitors?.length) out.push(required(`${path}.monitors`))
    need(source, ['image'], path, out)
  },
  cinder(source, path, out) {
    need(source, ['volumeID'], path, out)
    secretName(source.secretRef, path, out)
  },
  cephfs(source, path, out) {
    if (!source.monitors?.length) out.push(required(`${path}.monitors`))
  },
  quobyte(source, path, out) {
    if (!source.registry) out.push(required(`${path}.registry`, hostAndPort))
    else if ((source.tenant ?? '').length >= 65) {
      out.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'))
    } else {
      for (const pair of source.registry.split(',')) {
        if (!/^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair)) out.push(invalid(`${path}.registry`, source.registry, hostAndPort))
      }
    }
    need(source, ['volume'], path, out)
  },
  fc(source, path, out) {
    const named = source.targetWWNs?.length
    const at = `${path}.targetWWNs`
    if (!named && !source.wwids?.length) out.push(required(at, 'must specify either targetWWNs or wwids, but not both'))
    if (named && source.wwids?.length) {
      out.push(invalid(at, source.targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'))
    }
    if (!named) return
    if (source.lun === undefined) out.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'))
    else for (const message of inRange(source.lun, 0, 255)) out.push(invalid(`${path}.lun`, source.lun, message))
  },
  flexVolume(source, path, out) {
    need(source, ['driver'], path, out)
    for (const key of Object.keys(source.options ?? {})) {
      if (!/\.(kubernetes|k8s)\.io$/.test(`.${key.split('/')[0]!.toLowerCase()}`)) continue
      out.push(invalid(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'))
    }
  },
  azureFile: (source, path, out) => need(source, ['secretName', 'shareName'], path, out),
  azureDisk(source, path, out) {
    need(source, ['diskName', 'diskURI'], path, out)
    const { kind, diskURI = '' } = source
    oneOf(source.cachingMode, ['None', 'ReadOnly', 'ReadWrite'], `${path}.cachingMode`, out)
    oneOf(kind, ['Dedicated', 'Managed', 'Shared'], `${path}.kind`, out)
    if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) {
      out.push(notSupported(`${path}.diskURI`, diskURI, [managedDisk]))
    }
    if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://')) {
      out.push(notSupported(`${path}.diskURI`, diskURI, [blobDisk]))
    }
  },
  vsphereVolume: (source, path, out) => need(source, ['volumePath'], path, out),
  photonPersistentDisk: (source, path, out) => need(source, ['pdID'], path, out),
  portworxVolume: (source, path, out) => need(source, ['volumeID'], path, out),
  scaleIO: (source, path, out) => need(source, ['gateway', 'system', 'volumeName'], path, out),
  storageos(source, path, out) {
    need(source, ['volumeName'], path, out)
    for (const field of ['volumeName', 'volumeNamespace'] as const) {
      const name = source[field]
      if (name) for (const message of dns1123Label(name)) out.push(invalid(`${path}.${field}`, name, message))
    }
    secretName(source.secretRef, path, out)
  },
}

/** Checks the name of a CSI driver. Rule: ValidateCSIDriverName. */
export function csiDriver(name: string, path: string, out: FieldError[]): void {
  if (!name) out.push(required(path))
  if (name.length > 63) out.push(tooLong(path, 63))
  for (const message of dns1123Subdomain(name.toLowerCase())) out.push(invalid(path, name, message))
}

function secretName(ref: LocalObjectReference | undefined, path: string, out: FieldError[]): void {
  if (ref) need(ref, ['name'], `${path}.secretRef`, out)
}

function oneOf(value: string | undefined, allowed: readonly string[], path: string, out: FieldError[]): void {
  if (value !== undefined && !allowed.includes(value)) out.push(notSupported(path, value, allowed))
}

function initiator(name: string, path: string, out: FieldError[]): void {
  if (!/^(iqn|eui|naa)/.test(name)) out.push(invalid(path, name, 'must be valid format starting with iqn, eui, or naa'))
  else if (!initiators.test(name)) out.push(invalid(path, name, 'must be valid format'))
}

/** The text says 1 and means 0, as upstream's does. */
function partition(value: number | undefined, path: string, out: FieldError[]): void {
  if (value !== undefined && (value < 0 || value > 255)) {
    out.push(invalid(`${path}.partition`, value, 'must be between 1 and 255, inclusive'))
  }
}
