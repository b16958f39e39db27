import type { Condition } from '../../api/meta'
import type { ContainerStatus, PodPhase, PodSpec } from '../kinds/pod/api'
import { find, hasBegun, isSidecar } from './podPhase'

/** A condition without its times. */
export type Verdict = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>

type PartialSpec = Partial<Pick<PodSpec, 'containers' | 'initContainers' | 'readinessGates'>>

/** Upstream: pkg/kubelet/status/generate.go GenerateContainersReadyCondition. */
export function containersReady(spec: PartialSpec, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): Verdict {
  const type = 'ContainersReady'
  if (!statuses) return { type, status: 'False', reason: 'UnknownContainerStatuses' }
  const unknown: string[] = []
  const unready: string[] = []
  for (const container of spec.initContainers ?? []) if (isSidecar(container)) judge(container.name)
  for (const container of spec.containers ?? []) judge(container.name)
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' }
  return summed(type, 'ContainersNotReady', unknown, unready, 'unready')

  function judge(name: string): void {
    const status = find(statuses!, name)
    if (!status) unknown.push(name)
    else if (!status.ready) unready.push(name)
  }
}

/** Upstream: GeneratePodReadyCondition: the containers' readiness, and every readiness gate. */
export function podReady(
  spec: PartialSpec,
  conditions: readonly Condition[],
  statuses: readonly ContainerStatus[] | undefined,
  phase: PodPhase,
): Verdict {
  const containers = containersReady(spec, statuses, phase)
  if (containers.status !== 'True') return { ...containers, type: 'Ready' }
  const complaints = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = conditions.find((each) => each.type === conditionType)
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`]
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`]
  })
  if (complaints.length)
    return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: complaints.join(', ') }
  return { type: 'Ready', status: 'True' }
}

/** Upstream: GeneratePodInitializedCondition. */
export function podInitialized(spec: PartialSpec, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): Verdict {
  const type = 'Initialized'
  const { initContainers = [] } = spec
  if (!statuses && initContainers.length) return { type, status: 'False', reason: 'UnknownContainerStatuses' }
  const unknown: string[] = []
  const incomplete: string[] = []
  for (const container of initContainers) {
    const status = find(statuses!, container.name)
    if (!status) unknown.push(container.name)
    else if (isSidecar(container) ? !status.started : !status.ready) incomplete.push(container.name)
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' }
  // Once a main container has run, the pod counts as initialized for good.
  if (hasBegun(spec, statuses ?? [])) return { type, status: 'True' }
  return summed(type, 'ContainersNotInitialized', unknown, incomplete, 'incomplete')
}

function summed(type: string, reason: string, unknown: readonly string[], bad: readonly string[], word: string): Verdict {
  const messages: string[] = []
  if (unknown.length) messages.push(`containers with unknown status: [${unknown.join(' ')}]`)
  if (bad.length) messages.push(`containers with ${word} status: [${bad.join(' ')}]`)
  return messages.length ? { type, status: 'False', reason, message: messages.join(', ') } : { type, status: 'True' }
}
