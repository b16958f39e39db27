import type { Draft } from '../../../api/meta'
import { REVISION_HASH } from '../../workload/history'
import { podFrom } from '../../workload/template'
import type { Pod, PodTemplateSpec, Volume } from '../pod/api'
import type { ClaimTemplate, StatefulSet } from './api'

export const POD_NAME = 'statefulset.kubernetes.io/pod-name'
export const POD_INDEX = 'apps.kubernetes.io/pod-index'

/** A pod's place by its name, -1 when the name is none of this set's. Upstream: getParentNameAndOrdinal. */
export function ordinalOf(set: StatefulSet, pod: Pod): number {
  const { name } = pod.metadata
  const dash = name.lastIndexOf('-')
  const digits = name.slice(dash + 1)
  return name.slice(0, dash) === set.metadata.name && /^\d{1,9}$/.test(digits) ? Number(digits) : -1
}

/** The first place, `spec.ordinals.start`. */
export const firstOrdinal = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0

/** Is it one of the places that there are to be? */
export const isInRange = (set: StatefulSet, ordinal: number): boolean =>
  ordinal >= firstOrdinal(set) && ordinal < firstOrdinal(set) + set.spec.replicas

/** The revision that a pod was made from. */
export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[REVISION_HASH] ?? ''

export const podName = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`

export const claimName = (set: StatefulSet, claim: ClaimTemplate, ordinal: number): string =>
  `${claim.metadata.name}-${set.metadata.name}-${ordinal}`

/** The pod of a place, as a revision's template has it; upstream: newStatefulSetPod. */
export function podAt(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Draft<Pod> {
  const name = podName(set, ordinal)
  const draft = podFrom(template, set)
  const { serviceName } = set.spec
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      name,
      labels: { ...labelsAt(set, ordinal, draft.metadata.labels), [REVISION_HASH]: revision },
    },
    spec: {
      ...draft.spec,
      hostname: name,
      ...(serviceName && { subdomain: serviceName }),
      ...(set.spec.volumeClaimTemplates?.length && { volumes: volumesAt(set, ordinal, draft.spec.volumes) }),
    },
  }
}

/** Has the pod the labels and the volumes of its place? Upstream: identityMatches, storageMatches. */
export const isItself = (set: StatefulSet, pod: Pod, ordinal: number): boolean =>
  pod.metadata.labels?.[POD_NAME] === pod.metadata.name && hasStorage(set, pod, ordinal)

/** The pod with the labels and the volumes of its place. */
export const madeItself = (set: StatefulSet, pod: Pod, ordinal: number): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, labels: labelsAt(set, ordinal, pod.metadata.labels) },
  spec: hasStorage(set, pod, ordinal) ? pod.spec : { ...pod.spec, volumes: volumesAt(set, ordinal, pod.spec.volumes) },
})

const labelsAt = (set: StatefulSet, ordinal: number, labels: Readonly<Record<string, string>> | undefined) => ({
  ...labels,
  [POD_NAME]: podName(set, ordinal),
  [POD_INDEX]: String(ordinal),
})

/** Claims win over volumes of the same name. */
function volumesAt(set: StatefulSet, ordinal: number, volumes: readonly Volume[] = []): Volume[] {
  const claims = set.spec.volumeClaimTemplates ?? []
  const names = new Set(claims.map((claim) => claim.metadata.name))
  return [
    ...claims.map((claim) => ({
      name: claim.metadata.name,
      persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
    })),
    ...volumes.filter(({ name }) => !names.has(name)),
  ]
}

function hasStorage(set: StatefulSet, pod: Pod, ordinal: number): boolean {
  const claims = set.spec.volumeClaimTemplates ?? []
  if (claims.length === 0) return true
  const claimed = new Map(pod.spec.volumes?.map((volume) => [volume.name, volume.persistentVolumeClaim?.claimName]))
  return claims.every((claim) => claimed.get(claim.metadata.name) === claimName(set, claim, ordinal))
}
