import { deletionFinalizers } from '../../../src/api/deletion'
import { finishedBeyond } from '../../../src/kube/kinds/pod/podGc'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { defineAdapter, same, sameSet } from '../adapter'

type Policy = 'Background' | 'Foreground' | 'Orphan'
type In =
  | { op: 'podGCTerminated'; threshold: number; pods: Pod[] }
  | {
      op: 'deletionFinalizers'
      finalizers?: string[]
      deleteOptions?: { propagationPolicy?: Policy; orphanDependents?: boolean }
      defaultPolicy: string
      garbageCollectionEnabled: boolean
    }
type Out = { deleted: string[] } | { changed: boolean; finalizers: readonly string[] }

export default defineAdapter<In, Out>({
  ops: ['podGCTerminated', 'deletionFinalizers'],
  run(input) {
    if (input.op === 'podGCTerminated')
      return { deleted: finishedBeyond(input.pods, input.threshold).map((pod) => pod.metadata.name) }
    const { finalizers = [], deleteOptions = {}, defaultPolicy, garbageCollectionEnabled } = input
    const propagationPolicy = defaultPolicy === 'Unsupported' ? 'Background' : policyOf(deleteOptions)
    // A server without garbage collection leaves finalizers alone; ours always has one.
    const after = garbageCollectionEnabled
      ? deletionFinalizers(finalizers, { propagationPolicy }, defaultPolicy === 'OrphanDependents' ? 'Orphan' : 'Background')
      : finalizers
    return { changed: !sameSet(finalizers, after), finalizers: after }
  },
  equal(expected, got) {
    if ('deleted' in expected) return 'deleted' in got && sameSet(expected.deleted, got.deleted)
    return 'changed' in got && same(expected.changed, got.changed) && sameSet(expected.finalizers, got.finalizers)
  },
})

/** `orphanDependents` is the old way to ask; it wins. */
function policyOf({
  propagationPolicy,
  orphanDependents,
}: {
  propagationPolicy?: Policy
  orphanDependents?: boolean
}): Policy | undefined {
  if (orphanDependents === undefined) return propagationPolicy
  return orphanDependents ? 'Orphan' : 'Background'
}
