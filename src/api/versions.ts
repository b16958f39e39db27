import { freeze } from './freeze'
import { apiVersionOf } from './kind'
import type { KubeObject } from './meta'
import type { Served } from './registry'

// Objects are frozen and shared, so what was converted once stays converted.
const converted = new WeakMap<KubeObject, Map<string, KubeObject>>()

/** A stored object as one of its kind's versions shows it. The very same object for the version in which it is stored. */
export function inVersion({ as, kind }: Served, object: KubeObject): KubeObject {
  if (!as) return object
  const apiVersion = apiVersionOf(as)
  const known = converted.get(object)?.get(apiVersion)
  if (known) return known
  const shown = freeze({ ...(as.fromStored?.(object) ?? object), apiVersion, kind: kind.kind, metadata: object.metadata })
  const versions = converted.get(object) ?? new Map<string, KubeObject>()
  converted.set(object, versions.set(apiVersion, shown))
  return shown
}

/** An object of one version as it would be stored. */
export function asStored({ as, kind }: Served, object: KubeObject): KubeObject {
  return as ? { ...(as.toStored?.(object) ?? object), apiVersion: apiVersionOf(kind) } : object
}
