import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import { compareQuantity, toQuantity } from '../../api/quantity'
import claimKind, { storageClassOf, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim/api'
import type { StorageClass } from '../kinds/storageclass/api'

/** Lets a claim grow only where its class allows it; upstream: the PersistentVolumeClaimResize plugin. */
export const persistentVolumeClaimResize: AdmissionStep = {
  name: 'PersistentVolumeClaimResize',
  kinds: ['PersistentVolumeClaim'],
  admitUpdate(object, before, { operation, store }) {
    if (operation !== 'UPDATE') return object
    const claim = object as PersistentVolumeClaim
    const old = before as PersistentVolumeClaim
    const size = claim.spec.resources?.requests?.['storage']
    const oldSize = old.spec.resources?.requests?.['storage']
    if (size === undefined || oldSize === undefined || compareQuantity(toQuantity(size), toQuantity(oldSize)) <= 0) return object
    // Upstream asks this plugin after the checks of the object itself, which refuse the growth of a claim that is not bound.
    if (old.status?.phase !== 'Bound') return object
    const name = storageClassOf(claim)
    const found = name === '' ? undefined : (store.get('StorageClass', name) as StorageClass | undefined)
    if (!found?.allowVolumeExpansion) {
      const why =
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'
      throw forbiddenError(claimKind, claim.metadata.name, why)
    }
    return object
  },
}
