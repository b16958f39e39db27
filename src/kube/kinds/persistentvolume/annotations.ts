/** Both halves know of each other; upstream: AnnBindCompleted. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
/** The controller, not a person, chose the other half; upstream: AnnBoundByController. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
/** Who made the volume; upstream: AnnDynamicallyProvisioned. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
/** Who is asked to make a volume for a claim; upstream: AnnStorageProvisioner and its beta. */
export const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
export const BETA_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner'
/** The node that the scheduler chose for the first pod of a claim; upstream: AnnSelectedNode. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

interface Annotated {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
}

export const annotation = ({ metadata }: Annotated, name: string): string | undefined => metadata.annotations?.[name]

/** The object with some annotations set, or taken away where the value is undefined. */
export function withAnnotations<T extends Annotated>(object: T, values: Readonly<Record<string, string | undefined>>): T {
  const annotations = { ...object.metadata.annotations }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete annotations[name]
    else annotations[name] = value
  }
  const { annotations: _, ...rest } = object.metadata
  const metadata = Object.keys(annotations).length ? { ...rest, annotations } : rest
  return { ...object, metadata }
}
