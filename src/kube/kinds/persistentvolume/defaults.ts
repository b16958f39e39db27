import type { Draft } from '../../../api/meta'
import { defaultVolumeSource, fill, replace } from '../pod/api'
import type { PersistentVolume } from './types'

/** Fills a volume. Rule: SetDefaults_PersistentVolume and its sources'. */
export function defaultVolumeObject(volume: Draft<PersistentVolume>): Draft<PersistentVolume> {
  const status = fill(volume.status ?? {}, { phase: 'Pending' })
  if (!volume.spec) return replace(volume, { status })
  const spec = fill(defaultVolumeSource(volume.spec), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' })
  return replace(volume, { status, spec })
}

/** Drops what only the controllers may say. Rule: persistentvolumeStrategy.PrepareForCreate. */
export const prepareVolume = (volume: Draft<PersistentVolume>): Draft<PersistentVolume> => ({
  ...volume,
  status: { phase: 'Pending' },
})
