import type { Pod } from '../pod/api'

/** The claims that a pod's volumes name, those made for it alone among them (`POD-VOLUME`). */
export function claimNamesOf({
  metadata,
  spec,
}: Pick<Pod, 'spec'> & { readonly metadata: { readonly name: string } }): readonly string[] {
  let names: string[] | undefined
  for (const { name, persistentVolumeClaim, ephemeral } of spec.volumes ?? none) {
    if (persistentVolumeClaim) (names ??= []).push(persistentVolumeClaim.claimName)
    else if (ephemeral) (names ??= []).push(`${metadata.name}-${name}`)
  }
  return names ?? none
}

const none: readonly never[] = []
