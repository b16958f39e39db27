import type { DeleteOptions } from './client'
import type { FieldError } from './errors'

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

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan', 'nil']

/** What is wrong with the options of a delete; upstream: ValidateDeleteOptions. */
export function validateDeleteOptions({ propagationPolicy: value }: DeleteOptions): readonly FieldError[] {
  if (value === undefined || POLICIES.includes(value)) return []
  const detail = `supported values: ${POLICIES.map((policy) => JSON.stringify(policy)).join(', ')}`
  return [{ type: 'Unsupported value', field: 'propagationPolicy', value, detail }]
}
