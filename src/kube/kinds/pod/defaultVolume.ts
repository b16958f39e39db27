import { defaultReferences, isLatest } from './defaultContainer'
import { fill, mapSame, replace } from './memo'
import type { DownwardAPIVolumeFile, Volume, VolumeProjection, VolumeSource } from './volumeTypes'

const fileMode = 0o644

type Defaults = { readonly [K in keyof VolumeSource]?: (source: NonNullable<VolumeSource[K]>) => NonNullable<VolumeSource[K]> }

const defaults: Defaults = {
  hostPath: (source) => fill(source, { type: '' }),
  secret: (source) => fill(source, { defaultMode: fileMode }),
  configMap: (source) => fill(source, { defaultMode: fileMode }),
  downwardAPI: (source) => replace(fill(source, { defaultMode: fileMode }), { items: mapSame(source.items, defaultFile) }),
  projected: (source) =>
    replace(fill(source, { defaultMode: fileMode }), { sources: mapSame(source.sources, defaultProjection) }),
  iscsi: (source) => replace(source, { iscsiInterface: source.iscsiInterface || 'default' }),
  rbd: (source) =>
    replace(source, { pool: source.pool || 'rbd', user: source.user || 'admin', keyring: source.keyring || '/etc/ceph/keyring' }),
  azureDisk: (source) => fill(source, { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false }),
  scaleIO: (source) => replace(source, { storageMode: source.storageMode || 'ThinProvisioned', fsType: source.fsType || 'xfs' }),
  ephemeral: (source) =>
    source.volumeClaimTemplate
      ? replace(source, {
          volumeClaimTemplate: replace(source.volumeClaimTemplate, {
            spec: fill(source.volumeClaimTemplate.spec, { volumeMode: 'Filesystem' }),
          }),
        })
      : source,
  image: (source) => fill(source, { pullPolicy: isLatest(source.reference) ? 'Always' : 'IfNotPresent' }),
}

/** Fills what may be left out of a volume; one without a source is an emptyDir. Rule: SetDefaults_Volume and its parts. */
export function defaultVolume(volume: Volume): Volume {
  const kinds = (Object.keys(volume) as (keyof Volume)[]).filter((key) => key !== 'name' && volume[key] !== undefined)
  return kinds.length === 0 ? { ...volume, emptyDir: {} } : defaultVolumeSource(volume)
}

/** Fills what may be left out of the sources in an object that has them among its fields: a pod's volume, a PersistentVolume's spec. */
export function defaultVolumeSource<T extends object>(volume: T): T {
  let result = volume
  for (const kind of Object.keys(volume)) {
    if (Object.hasOwn(defaults, kind)) result = defaultSource(result, kind as keyof VolumeSource)
  }
  return result
}

function defaultSource<T extends object, K extends keyof VolumeSource>(volume: T, kind: K): T {
  const source = (volume as VolumeSource)[kind]
  const change = defaults[kind]
  if (!source || !change) return volume
  const next = change(source as NonNullable<VolumeSource[K]>)
  return next === source ? volume : { ...volume, [kind]: next }
}

const defaultFile = (file: DownwardAPIVolumeFile): DownwardAPIVolumeFile => defaultReferences(file)

const defaultProjection = (projection: VolumeProjection) =>
  replace(projection, {
    serviceAccountToken: projection.serviceAccountToken && fill(projection.serviceAccountToken, { expirationSeconds: 3600 }),
    downwardAPI:
      projection.downwardAPI && replace(projection.downwardAPI, { items: mapSame(projection.downwardAPI.items, defaultFile) }),
  })
