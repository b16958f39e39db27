/** By which a class was named before there was a field for it. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class'

interface Classed {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: { readonly storageClassName?: string }
}

/** The class of a claim or volume, '' for none. Rules: GetPersistentVolumeClaimClass, GetPersistentVolumeClass. */
export const storageClassOf = ({ metadata, spec }: Classed): string =>
  metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? ''

/** Does a claim leave it to the cluster which class it gets? Rule: PersistentVolumeClaimHasClass. */
export const namesClass = ({ metadata, spec }: Classed): boolean =>
  metadata.annotations?.[CLASS_ANNOTATION] !== undefined || spec.storageClassName !== undefined
