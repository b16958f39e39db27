import type { Draft } from '../../../api/meta'
import { fill, replace } from '../pod/api'
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types'

/** Fills a claim. Rule: SetDefaults_PersistentVolumeClaim and its spec's. */
export function defaultClaim(claim: Draft<PersistentVolumeClaim>): Draft<PersistentVolumeClaim> {
  const status = fill(claim.status ?? {}, { phase: 'Pending' })
  const spec = claim.spec && fill(claim.spec, { volumeMode: 'Filesystem' })
  return replace(claim, { status, ...(spec && { spec }) })
}

/** Drops what only the controllers may say. Rule: persistentvolumeclaimStrategy.PrepareForCreate. */
export const prepareClaim = (claim: Draft<PersistentVolumeClaim>): Draft<PersistentVolumeClaim> => ({
  ...claim,
  spec: withBothSources(claim.spec),
  status: { phase: 'Pending' },
})

/** The older and the newer way to name a data source say the same. Rule: NormalizeDataSources. */
export function withBothSources(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { dataSource, dataSourceRef } = spec
  if (dataSource && !dataSourceRef) return { ...spec, dataSourceRef: dataSource }
  if (!dataSourceRef || dataSource || dataSourceRef.namespace) return spec
  const { namespace: _, ...source } = dataSourceRef
  return { ...spec, dataSource: source }
}
