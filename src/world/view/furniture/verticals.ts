import type { KubeObject } from '../../../api/meta'
import { milli } from '../../../api/quantity'
import {
  updateModeOf,
  type ContainerRecommendation,
  type VerticalPodAutoscaler,
} from '../../../kube/kinds/verticalpodautoscaler/api'
import type { Container } from '../../../kube/kinds/pod/api'
import type { AutoscalerView, RecommendationView } from '../../frame'
import { summaries } from '../summaries'
import type { PartReading } from './part'

/** Autoscalers that set no number of pods but what each of them requests. */
export const verticalViews = (reading: PartReading): AutoscalerView[] =>
  ([...reading.store.all('VerticalPodAutoscaler')] as unknown as readonly VerticalPodAutoscaler[]).map((vpa) =>
    verticalView(reading, vpa),
  )

function verticalView({ store, hues, podsBelow }: PartReading, vpa: VerticalPodAutoscaler): AutoscalerView {
  const { metadata, spec, status } = vpa
  const { uid, name, namespace = '' } = metadata
  const { targetRef } = spec
  const target: KubeObject | undefined = store.get(targetRef.kind, `${namespace}/${targetRef.name}`)
  // Pods may have been made or resized by a recommendation; the template never is.
  const containers = target ? ((podsBelow(target)[0]?.spec.containers as readonly Container[]) ?? containersOf(target)) : []
  const recommends = (status?.recommendation?.containerRecommendations ?? []).flatMap((one) =>
    rowsOf(
      one,
      containers.find(({ name: own }) => own === one.containerName),
    ),
  )
  return {
    uid,
    kind: 'VerticalPodAutoscaler',
    name,
    namespace,
    hue: target ? hues.of(target) : -1,
    target: target?.metadata.uid ?? '',
    targetName: `${targetRef.kind}/${targetRef.name}`,
    min: 0,
    max: 0,
    current: 0,
    desired: 0,
    metrics: recommends.map(({ container, resource, request, target: wanted }) => ({
      name: recommends.some((other) => other.container !== container) ? `${container} ${resource}` : resource,
      current: request || '<none>',
      target: wanted,
      share: request ? milli(request) / Math.max(1, milli(wanted)) : 0,
    })),
    recommends,
    reason: updateModeOf(vpa),
    message: '',
    at: -1,
  }
}

/** What the workload's template says of containers. */
function containersOf(object: KubeObject): readonly Container[] {
  const path = summaries.get(object.kind)?.podSpecPath
  const spec = path
    ?.split('.')
    .reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined)?.[field], object) as
    { readonly containers?: readonly Container[] } | undefined
  return spec?.containers ?? []
}

const rowsOf = (
  { containerName, target, lowerBound = {}, upperBound = {} }: ContainerRecommendation,
  container: Container | undefined,
): RecommendationView[] =>
  Object.entries(target).map(([resource, amount]) => ({
    container: containerName,
    resource,
    request: container?.resources?.requests?.[resource] ?? '',
    target: amount,
    lower: lowerBound[resource] ?? '',
    upper: upperBound[resource] ?? '',
  }))
