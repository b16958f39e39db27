import { matchLabels } from '../../api/labels'
import type { Condition } from '../../api/meta'
import { timestamp } from '../../api/time'
import { withCondition, withoutCondition } from './conditions'
import { judging } from './judged'
import { isReady, untilAvailable } from './pods'
import type { Pod } from '../kinds/pod/api'
import type { ReplicaSet, ReplicaSetStatus } from '../kinds/replicaset/api'

/** What the pods make of a ReplicaSet's status; upstream: calculateStatus. `failure` is what kept it from making or deleting pods. */
export function replicaSetStatus(
  rs: ReplicaSet,
  pods: readonly Pod[],
  terminating: readonly Pod[],
  now: number,
  failure?: string,
): ReplicaSetStatus {
  const wanted = rs.spec.template?.metadata?.labels ?? {}
  const minReadySeconds = rs.spec.minReadySeconds ?? 0
  const { verdicts, counts } = standings(
    rs.spec,
    pods,
    (pod) => (matchLabels(wanted, pod.metadata.labels) ? LABELED : 0) | (isReady(pod) ? READY : 0),
  )
  const fullyLabeled = counts[LABELED]! + counts[LABELED | READY]!
  const ready = counts[READY]! + counts[LABELED | READY]!
  const isAvailable = (pod: Pod, i: number) => (verdicts[i]! & READY) !== 0 && untilAvailable(pod, minReadySeconds, now) === 0
  const available = minReadySeconds === 0 ? ready : pods.filter(isAvailable).length
  const conditions = failureConditions(rs, pods.length, now, failure)
  return {
    replicas: pods.length,
    fullyLabeledReplicas: fullyLabeled || undefined,
    readyReplicas: ready || undefined,
    availableReplicas: available || undefined,
    terminatingReplicas: terminating.length,
    observedGeneration: rs.metadata.generation,
    conditions: conditions.length ? conditions : undefined,
  }
}

const LABELED = 1
const READY = 2
const standings = judging<Pod>()

/** Ms after which the next ready pod has been so for minReadySeconds, or undefined when there is nothing to wait for. */
export function nextAvailability(rs: ReplicaSet, pods: readonly Pod[], now: number): number | undefined {
  const minReadySeconds = rs.spec.minReadySeconds ?? 0
  if (minReadySeconds === 0) return undefined
  let next = Infinity
  for (const pod of pods) {
    const ms = untilAvailable(pod, minReadySeconds, now)
    if (ms > 0 && ms < next) next = ms
  }
  return next === Infinity ? undefined : next
}

function failureConditions(rs: ReplicaSet, have: number, now: number, failure: string | undefined): readonly Condition[] {
  const conditions = rs.status?.conditions ?? []
  if (failure === undefined) return withoutCondition(conditions, 'ReplicaFailure')
  if (conditions.some(({ type }) => type === 'ReplicaFailure')) return conditions
  const diff = have - rs.spec.replicas
  return withCondition(conditions, {
    type: 'ReplicaFailure',
    status: 'True',
    reason: diff < 0 ? 'FailedCreate' : diff > 0 ? 'FailedDelete' : '',
    message: failure,
    lastTransitionTime: timestamp(now),
  })
}
