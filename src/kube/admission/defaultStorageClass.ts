import type { AdmissionStep } from '../../api/admission'
import type { Draft } from '../../api/meta'
import { namesClass, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim/api'
import { defaultClassOf, type StorageClass } from '../kinds/storageclass/api'

/** Gives a claim that names no class the cluster's default one, if there is one; upstream: the DefaultStorageClass plugin. */
export const defaultStorageClass: AdmissionStep = {
  name: 'DefaultStorageClass',
  kinds: ['PersistentVolumeClaim'],
  admit(draft, { store }) {
    const claim = draft as Draft<PersistentVolumeClaim>
    if (!claim.spec || namesClass(claim)) return draft
    const found = defaultClassOf(store.all('StorageClass') as IterableIterator<StorageClass>)
    if (!found) return draft
    return { ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } } as Draft
  },
}
