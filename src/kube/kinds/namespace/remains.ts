import type { KindDefinition } from '../../../api/kind'
import type { Condition, KubeObject } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { order } from '../../workload/pods'

/** What of a kind is left in a namespace. */
export interface Remains {
  readonly kind: Pick<KindDefinition, 'group' | 'plural'>
  readonly objects: readonly KubeObject[]
}

/** The conditions of a namespace that is being emptied; upstream: namespaceConditionUpdater. `failure` is why a delete was refused. */
export function emptyingConditions(
  before: readonly Condition[],
  remains: readonly Remains[],
  now: number,
  failure?: string,
): readonly Condition[] {
  const left = remains.filter(({ objects }) => objects.length > 0)
  const counts = left
    .map(({ kind, objects }) => `${kind.plural}.${kind.group} has ${objects.length} resource instances`)
    .sort(order)
  const holders = finalizerCounts(left.flatMap(({ objects }) => objects))
  const conditions: [type: string, failing: boolean, reason: string, message: string][] = [
    ['NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', false, 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    failure === undefined
      ? [
          'NamespaceDeletionContentFailure',
          false,
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        ]
      : ['NamespaceDeletionContentFailure', true, 'ContentDeletionFailed', failure],
    counts.length
      ? ['NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${counts.join(', ')}`]
      : ['NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'],
    holders.length
      ? [
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${holders.join(', ')}`,
        ]
      : ['NamespaceFinalizersRemaining', false, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  ]
  return conditions.reduce<readonly Condition[]>((all, [type, failing, reason, message]) => {
    const condition: Condition = { type, status: failing ? 'True' : 'False', lastTransitionTime: timestamp(now), reason, message }
    const current = all.find((one) => one.type === type)
    if (!current) return [...all, condition]
    if (current.status === condition.status && current.reason === reason && current.message === message) return all
    const lastTransitionTime = current.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime
    return all.map((one) => (one === current ? { ...condition, lastTransitionTime } : one))
  }, before)
}

/**
 * Ms until it is worth looking again: half the longest grace of what is on its way out, or, where only finalizers can be waited for,
 * half of 15 s; and a second. Undefined when nothing is left.
 */
export function untilEmpty(remains: readonly Remains[]): number | undefined {
  let longest = -1
  for (const { objects } of remains) {
    for (const { metadata } of objects) {
      longest = Math.max(longest, metadata.finalizers?.length ? 15 : (metadata.deletionGracePeriodSeconds ?? 0))
    }
  }
  return longest < 0 ? undefined : (Math.floor(longest / 2) + 1) * 1000
}

function finalizerCounts(objects: readonly KubeObject[]): string[] {
  const counts = new Map<string, number>()
  for (const { metadata } of objects) {
    for (const finalizer of metadata.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1)
  }
  return [...counts].sort(([a], [b]) => order(a, b)).map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
}
