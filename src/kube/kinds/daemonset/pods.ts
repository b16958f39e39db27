import type { Draft } from '../../../api/meta'
import { REVISION_HASH } from '../../workload/history'
import { isFinished, order, untilAvailable } from '../../workload/pods'
import { podFrom } from '../../workload/template'
import type { Affinity, Pod } from '../pod/api'
import type { DaemonSet } from './api'
import { daemonTolerations } from './fits'
import { templateGeneration } from './generation'

const TEMPLATE_GENERATION = 'pod-template-generation'

/** A set's pods by the node that each is for, on it or not yet. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>

/** Pods that are over and told to go count for no node, so that nobody waits for them. Upstream: getNodesToDaemonPods. */
export function podsByNode(pods: readonly Pod[]): PodsByNode {
  const byNode = new Map<string, Pod[]>()
  for (const pod of pods) {
    if (isFinished(pod) && pod.metadata.deletionTimestamp) continue
    const node = targetOf(pod)
    if (node === undefined) continue
    const there = byNode.get(node)
    if (there) there.push(pod)
    else byNode.set(node, [pod])
  }
  for (const there of byNode.values()) if (there.length > 1) there.sort(boundFirst)
  return byNode
}

/** The node that a pod is bound to or made for; upstream: GetTargetNodeName. */
export function targetOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  for (const { matchFields = [] } of terms) {
    for (const { key, operator, values } of matchFields) {
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
    }
  }
  return undefined
}

/** Upstream: podByCreationTimestampAndPhase. */
const boundFirst = (a: Pod, b: Pod) =>
  Number(!a.spec.nodeName) - Number(!b.spec.nodeName) ||
  order(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  order(a.metadata.name, b.metadata.name)

/** A set's pod for a node, which the scheduler can bind to that node only. Upstream: CreatePodTemplate and the affinity by name. */
export function podFor(set: DaemonSet, node: string, hash: string): Draft<Pod> {
  const draft = podFrom(set.spec.template, set)
  const generation = templateGeneration(set)
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      labels: {
        ...draft.metadata.labels,
        ...(generation !== undefined && { [TEMPLATE_GENERATION]: String(generation) }),
        [REVISION_HASH]: hash,
      },
    },
    spec: { ...draft.spec, tolerations: daemonTolerations(draft.spec), affinity: onlyOn(draft.spec.affinity, node) },
  }
}

const onlyOn = (affinity: Affinity | undefined, node: string): Affinity => ({
  ...affinity,
  nodeAffinity: {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
    },
  },
})

/** Is a pod of the present template? Upstream: IsPodUpdated. */
export function isUpdated(set: DaemonSet, pod: Pod, hash: string): boolean {
  const labels = pod.metadata.labels
  const generation = templateGeneration(set)
  return labels?.[REVISION_HASH] === hash || (generation !== undefined && labels?.[TEMPLATE_GENERATION] === String(generation))
}

export const isAvailable = (set: DaemonSet, pod: Pod, now: number): boolean =>
  untilAvailable(pod, set.spec.minReadySeconds ?? 0, now) === 0
