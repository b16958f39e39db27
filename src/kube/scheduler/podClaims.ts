import type { KubeObject } from '../../api/meta'
import type { PersistentVolumeClaim } from '../kinds/persistentvolumeclaim/api'
import type { PluginContext } from './plugin'
import type { PodInfo } from './podInfo'

/** A claim that a pod names, by the volume that names it. */
export interface ClaimName {
  readonly name: string
  /** Is it to be made for this pod alone? */
  readonly own: boolean
}

const known = new WeakMap<object, readonly ClaimName[]>()
const none: readonly ClaimName[] = []

/** The claims of a pod, in the order of its volumes. */
export function claimsNamedBy({ pod: { metadata, spec } }: PodInfo): readonly ClaimName[] {
  if (!spec.volumes) return none
  let names = known.get(spec)
  if (!names) {
    const found = spec.volumes.flatMap(({ name, persistentVolumeClaim, ephemeral }): ClaimName[] =>
      persistentVolumeClaim
        ? [{ name: persistentVolumeClaim.claimName, own: false }]
        : ephemeral
          ? [{ name: `${metadata.name}-${name}`, own: true }]
          : [],
    )
    names = found.length ? found : none
    // Names of a pod's own claims depend on the pod, which may share its spec with others.
    if (!found.some(({ own }) => own)) known.set(spec, names)
  }
  return names
}

/** Those claims that there are. */
export const claimsOf = (pod: PodInfo, { storage }: PluginContext): PersistentVolumeClaim[] =>
  storage ? claimsNamedBy(pod).flatMap(({ name }) => storage.get('PersistentVolumeClaim', name, pod.namespace) ?? []) : []

/** May a change of this object help a pod with claims? A claim helps those who name it; everything else may help anybody. */
export function concernsClaims(pod: PodInfo, object: KubeObject | undefined): boolean {
  const names = claimsNamedBy(pod)
  if (names.length === 0) return false
  if (object?.kind !== 'PersistentVolumeClaim') return true
  return object.metadata.namespace === pod.namespace && names.some(({ name }) => name === object.metadata.name)
}
