import type { KindDefinition } from '../../api/kind'
import type { KindName, KubeObject } from '../../api/meta'
import type { Shell } from './shell'

/** Objects of a kind, sorted by namespace and name as the real server lists them. Throws BadRequest for a bad selector. */
export function listObjectsBy(
  shell: Shell,
  kind: KindDefinition,
  namespace: string | undefined,
  selector?: string,
  fields?: string,
): readonly KubeObject[] {
  const options = {
    ...(kind.namespaced && namespace && { namespace }),
    ...(selector && { labels: selector }),
    ...(fields && { fields }),
  }
  const found = shell.client.list(kind.kind as KindName, options) as readonly KubeObject[]
  return [...found].sort(byName)
}

/** By namespace, then by name. */
export const byName = (a: KubeObject, b: KubeObject): number => {
  const [left, right] = [a.metadata, b.metadata]
  const [inLeft, inRight] = [left.namespace ?? '', right.namespace ?? '']
  if (inLeft !== inRight) return inLeft < inRight ? -1 : 1
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}
