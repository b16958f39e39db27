import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import type { KindDefinition } from '../../../api/kind'
import { virtualMs } from '../../../api/time'
import { defineController } from '../../../control/controller'
import { order } from '../../workload/pods'
import type { Namespace } from './api'
import { emptyingConditions, untilEmpty, type Remains } from './remains'

const definitions = import.meta.glob<{ default: KindDefinition }>('../*/api.ts', { eager: true })

/** Every kind that lives in namespaces, in a fixed order. */
const kinds = Object.keys(definitions)
  .sort(order)
  .map((path) => definitions[path]!.default)
  .filter(({ namespaced, verbs }) => namespaced && (!verbs || verbs.includes('delete')))

/** Ms between the delete and the first look, so that what was under way comes in; upstream: namespaceDeletionGracePeriod. */
const GRACE_MS = 5_000

/** The finalizer in `spec.finalizers` that stands for this controller. */
const FINALIZER = 'kubernetes'

/** Empties namespaces that were deleted, kind by kind, and then lets them go. */
export default defineController({
  name: 'namespace-controller',
  title: 'Namespace',
  rank: 90,
  for: 'Namespace',
  wakes: ({ object }) => object.metadata.deletionTimestamp !== undefined,
  reconcile({ client, now }, namespace) {
    if (!namespace.metadata.deletionTimestamp || !namespace.spec.finalizers?.includes(FINALIZER)) return undefined
    const early = virtualMs(namespace.metadata.deletionTimestamp) + GRACE_MS - now
    if (early > 0) return early
    const { remains, failure } = empty(client, namespace.metadata.name)
    const conditions = emptyingConditions(namespace.status.conditions ?? [], remains, now, failure?.message)
    const status: Namespace['status'] = { ...namespace.status, phase: 'Terminating', conditions }
    if (!same(status, namespace.status)) client.updateStatus<Namespace>({ ...namespace, status })
    if (failure) throw failure
    const wait = untilEmpty(remains)
    if (wait !== undefined) return wait
    const finalizers = namespace.spec.finalizers.filter((name) => name !== FINALIZER)
    client.patch('Namespace', namespace, 'merge', { spec: { finalizers } }, 'finalize')
    return undefined
  },
})

/** Deletes what there is and says what stays nevertheless. */
function empty(client: Client, namespace: string): { remains: Remains[]; failure: ApiError | undefined } {
  const remains: Remains[] = []
  let failure: ApiError | undefined
  for (const kind of kinds) {
    for (const object of client.listAny(kind.kind, namespace)) {
      if (object.metadata.deletionTimestamp) continue
      try {
        client.delete(kind.kind, object, { propagationPolicy: 'Background' })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (error.reason !== 'NotFound') failure ??= error
      }
    }
    const objects = client.listAny(kind.kind, namespace)
    if (objects.length) remains.push({ kind, objects })
  }
  return { remains, failure }
}
