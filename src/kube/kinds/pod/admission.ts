import type { Draft } from '../../../api/meta'
import { memo, replace } from './memo'
import { qosClass } from './qosClass'
import type { Pod, PodSpec, TaintEffect, Toleration } from './types'

const defaultTolerationSeconds = 300
const noExecute: TaintEffect = 'NoExecute'
const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const toleration = (key: string): Toleration => ({
  key,
  operator: 'Exists',
  effect: noExecute,
  tolerationSeconds: defaultTolerationSeconds,
})

const accountSpec = memo((spec: PodSpec): PodSpec =>
  spec.serviceAccountName ? spec : { ...spec, serviceAccountName: 'default', serviceAccount: 'default' },
)

/** Names the service account `default` where the pod names none; upstream: the ServiceAccount admission plugin. */
export const withServiceAccount = (pod: Draft<Pod>): Draft<Pod> => replace(pod, { spec: accountSpec(pod.spec) })

const tolerationSpec = memo((spec: PodSpec): PodSpec => {
  const given = spec.tolerations ?? []
  const covers = (key: string) => given.some((one) => (one.key === key || !one.key) && (one.effect === noExecute || !one.effect))
  const added = [NOT_READY, UNREACHABLE].filter((key) => !covers(key)).map(toleration)
  return added.length ? { ...spec, tolerations: [...given, ...added] } : spec
})

/** Lets the pod stay 300 s on a node that is not ready or unreachable; upstream: the DefaultTolerationSeconds plugin. */
export const withDefaultTolerations = (pod: Draft<Pod>): Draft<Pod> => replace(pod, { spec: tolerationSpec(pod.spec) })

/** What of a PriorityClass a pod takes over. */
export interface PriorityValues {
  readonly value: number
  readonly name?: string
  readonly preemptionPolicy?: 'PreemptLowerPriority' | 'Never'
}

/** Priority 0 and preemption allowed: a pod without a class in a cluster without a default one. */
const noClass: PriorityValues = Object.freeze({ value: 0 })

const prioritySpecs = new WeakMap<PriorityValues, (spec: PodSpec) => PodSpec>()

/** Writes the values of a pod's priority class into it; upstream: the Priority admission plugin. */
export function withPriority(pod: Draft<Pod>, values: PriorityValues = noClass): Draft<Pod> {
  let apply = prioritySpecs.get(values)
  if (!apply) {
    const { value: priority, name, preemptionPolicy = 'PreemptLowerPriority' } = values
    apply = memo((spec) =>
      replace(spec, {
        priority,
        priorityClassName: name ?? spec.priorityClassName,
        preemptionPolicy: spec.preemptionPolicy ?? preemptionPolicy,
      }),
    )
    prioritySpecs.set(values, apply)
  }
  return replace(pod, { spec: apply(pod.spec) })
}

/** Why a gated pod is not scheduled yet. */
const gatedConditions = [
  {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastProbeTime: null,
  },
] as const

/** A new pod's status: Pending, and how well it is protected from eviction. Rule: podStrategy.PrepareForCreate. */
export function preparePod(pod: Draft<Pod>): Draft<Pod> {
  const conditions = pod.spec.schedulingGates?.length ? { conditions: gatedConditions } : undefined
  return { ...pod, status: { phase: 'Pending', qosClass: qosClass(pod), ...conditions } }
}
