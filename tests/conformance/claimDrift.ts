import type { KubeObject } from '../../src/api/meta'
import { same } from './adapter'

interface Claim extends KubeObject {
  readonly spec?: {
    readonly storageClassName?: string
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> }
  }
  readonly status?: { readonly phase?: string; readonly capacity?: Readonly<Record<string, string>> }
}

const CLASS = 'volume.beta.kubernetes.io/storage-class'

/**
 * Is an error of a replaced claim none any more? 1.20 had gates for what is always so now: a bound claim may grow, one that was never
 * given what it asked for may ask for less again (RecoverVolumeExpansionFailure, 1.34), and a claim without a class may be given one
 * (RetroactiveDefaultStorageClass, 1.28), unless an annotation names another.
 */
export function isAllowedNow({ field = '', detail = '' }, now: Claim, old: Claim): boolean {
  if (field === 'spec.resources.requests.storage' && detail.startsWith('field can not be less than previous value'))
    return now.status?.phase === 'Bound' && !old.status?.capacity?.['storage']
  if (field !== 'spec' || !detail.startsWith('field is immutable after creation')) return false
  const named = old.metadata.annotations?.[CLASS]
  const givenClass =
    old.spec?.storageClassName === undefined &&
    now.spec?.storageClassName !== undefined &&
    (named === undefined || named === now.spec.storageClassName)
  const changeable = { ...(givenClass && { storageClassName: '' }), ...(now.status?.phase === 'Bound' && { resources: null }) }
  return same({ ...old.spec, ...changeable }, { ...now.spec, ...changeable })
}
