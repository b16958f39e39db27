import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain } from '../../../api/names'
import { isQuantity, parseQuantity } from '../../../api/quantity'
import { validateAnnotations, validateLabels } from '../../../api/validateMeta'
import { validateClaimSpec } from './validateClaim'
import { csiDriver, driveChecks, toldAt, type Check } from './validateDrives'
import { downwardFile, keysToPaths, projections } from './validateFiles'
import { descending, fileMode, need } from './validatePaths'
import type { Volume, VolumeSource } from './volumeTypes'

const oneType = 'may not specify more than 1 volume type'
const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const longestPortal = 64

const checks: { readonly [K in keyof VolumeSource]?: Check<K> } = {
  ...driveChecks,
  emptyDir(source, path, out) {
    const limit = source.sizeLimit
    if (limit !== undefined && isQuantity(limit) && parseQuantity(limit).digits < 0n) {
      out.push(forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'))
    }
  },
  gitRepo(source, path, out) {
    need(source, ['repository'], path, out)
    descending(source.directory ?? '', `${path}.directory`, out)
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
  iscsi(source, path, out, name) {
    driveChecks.iscsi!(source, path, out, name)
    if (source.initiatorName === undefined || `${name}:${source.targetPortal}`.length <= longestPortal) return
    const why =
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
    out.push(invalid(path.replace(/iscsi$/, 'name'), name, why))
  },
  persistentVolumeClaim: (source, path, out) => need(source, ['claimName'], path, out),
  downwardAPI(source, path, out) {
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    source.items?.forEach((file) => downwardFile(file, path, out))
  },
  csi(source, path, out) {
    csiDriver(source.driver ?? '', `${path}.driver`, out)
    const secret = source.nodePublishSecretRef
    if (!secret) return
    if (!secret.name) out.push(required(`${path}.nodePublishSecretRef.name`))
    else for (const message of dns1123Subdomain(secret.name)) out.push(invalid(`${path}.name`, secret.name, message))
  },
  projected(source, path, out) {
    fileMode(source.defaultMode, `${path}.defaultMode`, out)
    projections(source.sources ?? [], path, out)
  },
  ephemeral(source, path, out) {
    const template = source.volumeClaimTemplate
    const at = `${path}.volumeClaimTemplate`
    if (!template) return void out.push(required(at))
    const { labels, annotations, ...others } = template.metadata ?? {}
    out.push(...validateAnnotations(annotations, `${at}.metadata.annotations`))
    out.push(...validateLabels(labels, `${at}.metadata.labels`))
    for (const [field, value] of Object.entries(others)) {
      if (value !== undefined && value !== null) out.push(forbidden(`${at}.metadata.${field}`, 'cannot be set'))
    }
    validateClaimSpec(template.spec ?? {}, `${at}.spec`, out)
  },
  image(source, path, out) {
    const policy = source.pullPolicy
    if (!policy) out.push(required(`${path}.pullPolicy`))
    else if (!pullPolicies.includes(policy)) out.push(notSupported(`${path}.pullPolicy`, policy, pullPolicies))
  },
}

/** In the order in which upstream looks at them: the first one given is checked, the others are refused. */
const order = [
  ...['emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs'],
  ...['flocker', 'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap'],
  ...['azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO'],
  ...['csi', 'ephemeral', 'image'],
] as readonly (keyof VolumeSource)[]

/** Fields whose refusal upstream spells otherwise. */
const refusedAs: Partial<Record<keyof VolumeSource, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' }

/** Checks volumes and their names; answers with the sound ones, which are what mounts may refer to. Rule: ValidateVolumes. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  path: string,
  out: FieldError[],
  isPod = false,
): ReadonlyMap<string, Volume> {
  const sound = new Map<string, Volume>()
  volumes?.forEach((volume, i) => {
    const at = `${path}[${i}]`
    const before = out.length
    validateSource(volume, at, out)
    // A template may leave to others what image it is.
    if (isPod && volume.image && !volume.image.reference) out.push(required(`${at}.image.reference`))
    if (!volume.name) out.push(required(`${at}.name`))
    else for (const message of dns1123Label(volume.name)) out.push(invalid(`${at}.name`, volume.name, message))
    if (sound.has(volume.name)) out.push(duplicate(`${at}.name`, volume.name))
    if (out.length === before) sound.set(volume.name, volume)
  })
  return sound
}

function validateSource(volume: Volume, path: string, out: FieldError[]): void {
  const kinds = order.filter((kind) => volume[kind] !== undefined)
  if (!kinds.length) out.push(required(path, 'must specify a volume type'))
  kinds.forEach((kind, i) => {
    if (i > 0) out.push(forbidden(`${path}.${refusedAs[kind] ?? kind}`, oneType))
    else validateVolumeSource(volume, kind, `${path}.${toldAt[kind] ?? kind}`, out, volume.name)
  })
}

/** Checks one source of a volume. */
export function validateVolumeSource<K extends keyof VolumeSource>(
  volume: VolumeSource,
  kind: K,
  path: string,
  out: FieldError[],
  name = '',
): void {
  checks[kind]?.(volume[kind] as NonNullable<VolumeSource[K]>, path, out, name)
}
