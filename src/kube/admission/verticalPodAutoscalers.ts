import type { AdmissionStep } from '../../api/admission'
import { matchLabelSelector } from '../../api/labels'
import { controllerOf, type Draft } from '../../api/meta'
import type { Store } from '../../api/store'
import type { Pod } from '../kinds/pod/api'
import { resizedContainers, selectorOf, updateModeOf, type VerticalPodAutoscaler } from '../kinds/verticalpodautoscaler/api'

/** Gives new pods the requests that an autoscaler recommends for them; upstream: the add-on's admission controller, a mutating webhook. */
export const verticalPodAutoscalers: AdmissionStep = {
  name: 'vpa.k8s.io',
  kinds: ['Pod'],
  admit(draft, { store }) {
    if (store.size('VerticalPodAutoscaler') === 0) return draft
    const pod = draft as Draft<Pod>
    const vpa = autoscalerOf(pod, store)
    if (!vpa) return draft
    const { containers, changes } = resizedContainers(vpa, pod.spec.containers)
    if (!changes.length) return draft
    const annotations = {
      ...pod.metadata.annotations,
      vpaObservedContainers: pod.spec.containers.map(({ name }) => name).join(', '),
      vpaUpdates: `Pod resources updated by ${vpa.metadata.name}: ${changes.join('; ')}`,
    }
    return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...pod.spec, containers } } as Draft
  },
}

/** The oldest autoscaler whose target's pods these are. Pods that nobody manages are left alone. */
function autoscalerOf(pod: Draft<Pod>, store: Store): VerticalPodAutoscaler | undefined {
  const { namespace = 'default', labels } = pod.metadata
  if (!controllerOf(pod)) return undefined
  for (const vpa of store.inNamespace('VerticalPodAutoscaler', namespace) as readonly VerticalPodAutoscaler[]) {
    if (updateModeOf(vpa) === 'Off' || !vpa.status?.recommendation) continue
    const { kind, name } = vpa.spec.targetRef
    const target = store.get(kind, `${namespace}/${name}`)
    const selector = target && selectorOf(target)
    if (selector && matchLabelSelector(selector, labels)) return vpa
  }
  return undefined
}
