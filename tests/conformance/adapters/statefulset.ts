import type { Draft } from '../../../src/api/meta'
import { virtualMs } from '../../../src/api/time'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { StatefulSet, StatefulSetStatus } from '../../../src/kube/kinds/statefulset/api'
import { step } from '../../../src/kube/kinds/statefulset/step'
import { REVISION_HASH } from '../../../src/kube/workload/history'
import { defineAdapter, same } from '../adapter'

type Action = { action: 'create'; pod: string; revision: string } | { action: 'delete'; pod: string }

interface In {
  op: 'syncStep'
  statefulSet: StatefulSet
  currentRevision: string
  updateRevision: string
  pods?: Pod[]
  now?: string
}

interface Out {
  actions: Action[]
  status: Partial<StatefulSetStatus>
}

export default defineAdapter<In, Out>({
  ops: ['syncStep'],
  run({ statefulSet, currentRevision, updateRevision, pods = [], now }) {
    const set = { ...statefulSet, spec: { ...statefulSet.spec, replicas: statefulSet.spec.replicas ?? 0 } }
    const { template } = set.spec
    const actions: Action[] = []
    const { counts } = step({
      set,
      pods,
      now: now ? virtualMs(now) : latest(pods),
      current: { name: currentRevision, template },
      update: { name: updateRevision, template },
      control: {
        create(draft: Draft<Pod>) {
          const { name = '', labels } = draft.metadata
          actions.push({ action: 'create', pod: name, revision: labels?.[REVISION_HASH] ?? '' })
          return { ...draft, status: { phase: 'Pending' } } as Pod
        },
        remove: (pod) => void actions.push({ action: 'delete', pod: pod.metadata.name }),
        isBlocked: () => false,
        provide: () => undefined,
        tidy: () => undefined,
        tidyClaims: () => undefined,
      },
    })
    // What a finished rollout makes of the current revision is written later, and was not recorded.
    const revisions = { currentRevision, updateRevision, collisionCount: set.status?.collisionCount }
    return { actions, status: { observedGeneration: set.metadata.generation, ...counts, ...revisions } }
  },
  equal: (expected, got, { pods = [] }) =>
    same(expected.actions, got.actions) &&
    told.every((field) => sameField(asNow(expected.status, got.actions, pods), got.status, field)),
})

/**
 * A pod without a phase cannot be on a server. 1.20 counted one both as it was found and as it was made again; a current version
 * counts pods that have a phase.
 */
function asNow(status: Out['status'], actions: readonly Action[], pods: readonly Pod[]): Out['status'] {
  const blank = pods.filter(({ status }) => !status?.phase).map(({ metadata }) => metadata.name)
  const twice = actions.filter(({ action, pod }) => action === 'create' && blank.includes(pod))
  return { ...status, replicas: (status.replicas ?? 0) - twice.length }
}

/** What a status of 1.20 told. */
const told = [
  'observedGeneration',
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'currentRevision',
  'updateRevision',
  'collisionCount',
] as const

const sameField = (expected: Out['status'], got: Out['status'], field: (typeof told)[number]) =>
  (expected[field] || undefined) === (got[field] || undefined)

/** The steps tell no time: all of them were taken at once. */
const latest = (pods: readonly Pod[]) =>
  Math.max(0, ...pods.flatMap((pod) => pod.status?.conditions ?? []).map((one) => virtualMs(one.lastTransitionTime ?? '')))
