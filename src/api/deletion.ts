import type { DeleteOptions } from './client'

/** Finalizers by which a delete asks the garbage collector for help (metav1.FinalizerOrphanDependents, FinalizerDeleteDependents). */
export const ORPHAN = 'orphan'
export const FOREGROUND = 'foregroundDeletion'

/** Finalizers of an object after a delete with these options; upstream: registry.Store deletionFinalizersForGarbageCollection. */
export function deletionFinalizers(
  finalizers: readonly string[],
  options: Pick<DeleteOptions, 'propagationPolicy'>,
  byDefault: 'Background' | 'Orphan' = 'Background',
): readonly string[] {
  const rest = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND)
  const asked = options.propagationPolicy
  if (asked === 'Orphan') return [...rest, ORPHAN]
  if (asked === 'Foreground') return [...rest, FOREGROUND]
  if (asked === 'Background') return rest
  if (finalizers.length !== rest.length) return finalizers
  return byDefault === 'Orphan' ? [...rest, ORPHAN] : finalizers
}
