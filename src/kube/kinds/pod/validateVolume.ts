import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label } from '../../../api/names'
import { isQuantity, parseQuantity } from '../../../api/quantity'
import { validateClaimSpec } from './validateClaim'
import { validateResourceRef, validateVolumeFieldRef } from './validateEnv'
import type { DownwardAPIVolumeFile, KeyToPath, Volume, VolumeProjection, VolumeSource } from './volumeTypes'

const fileModes = 'must be a number between 0 and 0777 (octal), both inclusive'
const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

type Check<K extends keyof VolumeSource> = (source: NonNullable<VolumeSource[K]>, path: string, out: FieldError[]) => void

const checks: { readonly [K in keyof VolumeSource]?: Check<K> } = {
  hostPath(source, path, out) {
    if (!source.path) return void out.push(required(`${path}.path`))
    noBacksteps(source.path, `${path}.path`, out)
    if (source.type !== undefined && !hostPathTypes.includes(source.type))
      out.push(notSupported(`${path}.type`, source.type, hostPathTypes))
  },
  emptyDir(source, path, out) {
    const limit = source.sizeLimit
    if (limit !== undefined && isQuantity(limit) && parseQuantity(limit).digits < 0n) {
      out.push(forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'))
    }
  },
  gcePersistentDisk(source, path, out) {
    need(source, ['pdName'], path, out)
    partition(source.partition, path, out)
  },
  awsElasticBlockStore(source, path, out) {
    need(source, ['volumeID'], path, out)
    partition(source.partition, path, out)
  },
  gitRepo(source, path, out) {
    need(source, ['repository'], path, out)
    if (source.directory) descending(source.directory, `${path}.directory`, out)
  },
  secret(source, path, out) {
    need(source, ['secretName'], path, out)
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    keysToPaths(source.items, path, out)
  },
  configMap(source, path, out) {
    need(source, ['name'], path, out)
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    keysToPaths(source.items, path, out)
  },
  nfs(source, path, out) {
    need(source, ['server', 'path'], path, out)
    if (source.path && !source.path.startsWith('/')) out.push(invalid(`${path}.path`, source.path, 'must be an absolute path'))
  },
  iscsi: (source, path, out) => need(source, ['targetPortal', 'iqn'], path, out),
  glusterfs: (source, path, out) => need(source, ['endpoints', 'path'], path, out),
  flocker(source, path, out) {
    if (!source.datasetName && !source.datasetUUID) {
      out.push(required(path, 'one of datasetName and datasetUUID is required'))
    } else if (source.datasetName && source.datasetUUID) {
      out.push(invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'))
    } else if (source.datasetName?.includes('/')) {
      out.push(invalid(`${path}.datasetName`, source.datasetName, "must not contain '/'"))
    }
  },
  persistentVolumeClaim: (source, path, out) => need(source, ['claimName'], path, out),
  rbd(source, path, out) {
    if (!source.monitors?.length) out.push(required(`${path}.monitors`))
    need(source, ['image'], path, out)
  },
  cinder: (source, path, out) => need(source, ['volumeID'], path, out),
  cephfs(source, path, out) {
    if (!source.monitors?.length) out.push(required(`${path}.monitors`))
  },
  quobyte: (source, path, out) => need(source, ['registry', 'volume'], path, out),
  downwardAPI(source, path, out) {
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    source.items?.forEach((file, i) => downwardFile(file, `${path}`, i, out))
  },
  fc(source, path, out) {
    const named = source.targetWWNs?.length
    if (!named && !source.wwids?.length) {
      out.push(required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'))
    } else if (named && source.wwids?.length) {
      out.push(invalid(`${path}.targetWWNs`, source.targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'))
    } else if (named && source.lun === undefined) out.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'))
  },
  flexVolume: (source, path, out) => need(source, ['driver'], path, out),
  azureFile: (source, path, out) => need(source, ['secretName', 'shareName'], path, out),
  azureDisk: (source, path, out) => need(source, ['diskName', 'diskURI'], path, out),
  vsphereVolume: (source, path, out) => need(source, ['volumePath'], path, out),
  photonPersistentDisk: (source, path, out) => need(source, ['pdID'], path, out),
  portworxVolume: (source, path, out) => need(source, ['volumeID'], path, out),
  scaleIO: (source, path, out) => need(source, ['gateway', 'system', 'volumeName'], path, out),
  csi: (source, path, out) => need(source, ['driver'], path, out),
  projected(source, path, out) {
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    projections(source.sources ?? [], path, out)
  },
  ephemeral(source, path, out) {
    const template = source.volumeClaimTemplate
    if (!template) out.push(required(`${path}.volumeClaimTemplate`))
    else validateClaimSpec(template.spec ?? {}, `${path}.volumeClaimTemplate.spec`, out)
  },
}

/** Checks volumes and their names; the names are what mounts may refer to. Rule: ValidateVolumes. */
export function validateVolumes(volumes: readonly Volume[] | undefined, path: string, out: FieldError[]): ReadonlySet<string> {
  const names = new Set<string>()
  volumes?.forEach((volume, i) => {
    const at = `${path}[${i}]`
    validateSource(volume, at, out)
    if (!volume.name) out.push(required(`${at}.name`))
    else for (const message of dns1123Label(volume.name)) out.push(invalid(`${at}.name`, volume.name, message))
    if (names.has(volume.name)) out.push(duplicate(`${at}.name`, volume.name))
    names.add(volume.name)
  })
  return names
}

/** Checks a file path inside a volume: relative, never upwards. Rule: validateLocalDescendingPath. */
export function descending(target: string, path: string, out: FieldError[]): void {
  if (target.startsWith('/')) out.push(invalid(path, target, 'must be a relative path'))
  noBacksteps(target, path, out)
}

function validateSource(volume: Volume, path: string, out: FieldError[]): void {
  const kinds = (Object.keys(volume) as (keyof Volume)[]).filter((key) => key !== 'name' && volume[key] !== undefined)
  if (!kinds.length) out.push(required(path, 'must specify a volume type'))
  kinds.forEach((kind, i) => {
    if (i > 0) out.push(forbidden(`${path}.${kind}`, 'may not specify more than 1 volume type'))
    else validateVolumeSource(volume, kind as keyof VolumeSource, `${path}.${kind}`, out)
  })
}

/** Checks one source of a volume. */
export function validateVolumeSource<K extends keyof VolumeSource>(
  volume: VolumeSource,
  kind: K,
  path: string,
  out: FieldError[],
): void {
  checks[kind]?.(volume[kind] as NonNullable<VolumeSource[K]>, path, out)
}

function projections(sources: readonly VolumeProjection[], path: string, out: FieldError[]): void {
  const seen = new Set<string>()
  const onePath = (target: string | undefined, at: string) => {
    if (!target) return
    if (seen.has(target)) out.push(invalid(path, target, 'conflicting duplicate paths'))
    seen.add(target)
    nonReserved(target, at, out)
  }
  sources.forEach((source, i) => {
    const at = `${path}.sources[${i}]`
    const kinds = (
      ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'] as const
    ).filter((kind) => source[kind])
    if (kinds.length > 1) out.push(forbidden(`${at}.${kinds[1]}`, 'may not specify more than 1 volume type'))
    for (const kind of ['secret', 'configMap'] as const) {
      if (!source[kind]) continue
      need(source[kind], ['name'], `${at}.${kind}`, out)
      keysToPaths(source[kind].items, `${at}.${kind}`, out)
      for (const item of source[kind].items ?? []) onePath(item.path, `${at}.${kind}.items`)
    }
    source.downwardAPI?.items?.forEach((file, n) => {
      downwardFile(file, `${at}.downwardAPI`, n, out)
      onePath(file.path, `${at}.downwardAPI.items`)
    })
    const token = source.serviceAccountToken
    if (!token) return
    const seconds = token.expirationSeconds ?? 3600
    if (seconds < 600)
      out.push(invalid(`${at}.serviceAccountToken.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'))
    if (seconds > 2 ** 32)
      out.push(
        invalid(`${at}.serviceAccountToken.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'),
      )
    if (!token.path) out.push(required(`${at}.serviceAccountToken.path`))
    else onePath(token.path, `${at}.serviceAccountToken.path`)
  })
}

function downwardFile(file: DownwardAPIVolumeFile, path: string, i: number, out: FieldError[]): void {
  if (!file.path) out.push(required(`${path}.path`))
  else nonReserved(file.path, `${path}.path`, out)
  if (file.fieldRef) {
    validateVolumeFieldRef(file.fieldRef, `${path}.fieldRef`, out)
    if (file.resourceFieldRef) {
      out.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    }
  } else if (file.resourceFieldRef) validateResourceRef(file.resourceFieldRef, true, `${path}.resourceFieldRef`, out)
  else out.push(required(path, 'one of fieldRef and resourceFieldRef is required'))
  fileMode(file.mode, `${path}.mode`, out)
}

function keysToPaths(items: readonly KeyToPath[] | undefined, path: string, out: FieldError[]): void {
  items?.forEach((item, i) => {
    const at = `${path}.items[${i}]`
    need(item, ['key', 'path'], at, out)
    if (item.path) nonReserved(item.path, `${at}.path`, out)
    fileMode(item.mode, `${at}.mode`, out)
  })
}

function need<T extends object>(source: T, fields: readonly (keyof T & string)[], path: string, out: FieldError[]): void {
  for (const field of fields) if (!source[field]) out.push(required(`${path}.${field}`))
}

function partition(value: number | undefined, path: string, out: FieldError[]): void {
  if (value !== undefined && (value < 0 || value > 255)) {
    out.push(invalid(`${path}.partition`, value, 'must be between 0 and 255, inclusive'))
  }
}

function fileMode(mode: number | undefined, path: string, out: FieldError[]): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) out.push(invalid(path, mode, fileModes))
}

function noBacksteps(target: string, path: string, out: FieldError[]): void {
  if (target.split('/').includes('..')) out.push(invalid(path, target, "must not contain '..'"))
}

function nonReserved(target: string, path: string, out: FieldError[]): void {
  descending(target, path, out)
  if (target.startsWith('..') && !target.startsWith('../')) out.push(invalid(path, target, "must not start with '..'"))
}
