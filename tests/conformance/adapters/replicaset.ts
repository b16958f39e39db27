import { virtualMs } from '../../../src/api/time'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { ReplicaSet } from '../../../src/kube/kinds/replicaset/api'
import { replicaSetStatus } from '../../../src/kube/workload/replicaStatus'
import { podsToDelete, sortByRank } from '../../../src/kube/workload/podRank'
import { isActive } from '../../../src/kube/workload/pods'
import { slowStart } from '../../../src/kube/workload/slowStart'
import { defineAdapter, same, sameSet, sameWhereGiven } from '../adapter'

type In =
  | { op: 'sortActivePods'; pods: Pod[] }
  | { op: 'sortActivePodsWithRanks'; pods: Pod[]; ranks: number[] }
  | { op: 'filterActivePods'; pods: Pod[] }
  | { op: 'getPodsToDelete'; pods: Pod[]; relatedPods?: Pod[]; diff: number }
  | { op: 'slowStartBatch'; count: number; initialBatchSize: number; callsThatSucceed: number }
  | { op: 'calculateStatus'; replicaSet: ReplicaSet; pods: Pod[]; now: string }
  | { op: 'calculateStatusConditions'; replicaSet: ReplicaSet; pods: Pod[]; manageReplicasError?: string }

type Out = { [key: string]: unknown }

export default defineAdapter<In, Out>({
  ops: [
    'sortActivePods',
    'sortActivePodsWithRanks',
    'filterActivePods',
    'getPodsToDelete',
    'slowStartBatch',
    'calculateStatus',
    'calculateStatusConditions',
  ],
  run(input) {
    switch (input.op) {
      case 'sortActivePods':
        return { order: names(sortByRank(input.pods.map(whole), [])) }
      case 'sortActivePodsWithRanks':
        return { order: names(sortByRank(input.pods.map(whole), input.ranks)) }
      case 'filterActivePods':
        return { active: names(input.pods.map(whole).filter(isActive)) }
      case 'getPodsToDelete':
        return { delete: names(podsToDelete(input.pods.map(whole), (input.relatedPods ?? []).map(whole), input.diff)) }
      case 'slowStartBatch': {
        let calls = 0
        const call = () => {
          if (++calls > input.callsThatSucceed) throw new Error('refused')
        }
        const { successes, error } = slowStart(input.count, call, () => true, input.initialBatchSize)
        return { successes, calls, error: error !== undefined }
      }
      case 'calculateStatus':
        return { status: replicaSetStatus(input.replicaSet, (input.pods ?? []).map(whole), [], virtualMs(input.now)) }
      case 'calculateStatusConditions': {
        const pods = (input.pods ?? []).map(whole)
        return { conditions: replicaSetStatus(input.replicaSet, pods, [], 0, input.manageReplicasError).conditions ?? [] }
      }
    }
  },
  equal(expected, got, input) {
    switch (input.op) {
      case 'filterActivePods':
        return sameSet(expected['active'] as string[], got['active'] as string[])
      case 'getPodsToDelete':
        return sameSet(expected['delete'] as string[], got['delete'] as string[])
      case 'calculateStatus':
        // Zero is absent in the vectors; terminatingReplicas came later.
        return sameWhereGiven(expected['status'] as object, { replicas: 0, ...(got['status'] as object) })
      case 'calculateStatusConditions':
        return sameSet(list(expected).map(timeless), list(got).map(timeless))
      default:
        return same(expected, got)
    }
  },
})

const names = (pods: readonly Pod[]) => pods.map((pod) => pod.metadata.name)

const list = (out: Out) => (out['conditions'] ?? []) as Record<string, unknown>[]

const timeless = ({ type, status, reason, message }: Record<string, unknown>) => ({
  type,
  status,
  reason: reason || undefined,
  message: message || undefined,
})

/** The vectors leave out what the test did not need. */
const whole = (pod: Pod): Pod => ({
  ...pod,
  metadata: pod.metadata ?? {},
  spec: pod.spec ?? { containers: [] },
  status: pod.status ?? {},
})
