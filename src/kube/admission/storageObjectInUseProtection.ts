import type { AdmissionStep } from '../../api/admission'

const finalizers: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
  PersistentVolume: 'kubernetes.io/pv-protection',
}

/** Sees to it that no claim or volume goes while it is in use; upstream: the StorageObjectInUseProtection plugin. */
export const storageObjectInUseProtection: AdmissionStep = {
  name: 'StorageObjectInUseProtection',
  kinds: Object.keys(finalizers),
  admit(draft) {
    const finalizer = finalizers[draft.kind]!
    const before = draft.metadata.finalizers ?? []
    if (before.includes(finalizer)) return draft
    return { ...draft, metadata: { ...draft.metadata, finalizers: [...before, finalizer] } }
  },
}
