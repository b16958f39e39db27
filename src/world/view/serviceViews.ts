import { compileSelector } from '../../api/labels'
import type { EndpointSlice } from '../../kube/kinds/endpointslice/api'
import type { Service } from '../../kube/kinds/service/api'
import type { ServiceView } from '../frame'
import type { HueBook } from './hues'
import type { Sources } from './sources'

/** The API server's own Service is there in every cluster and tells a learner nothing. */
const isOwn = (service: Service) => service.metadata.namespace === 'default' && service.metadata.name === 'kubernetes'

/** The Services with the pods behind them, as the EndpointSlices say. */
export function serviceViews(sources: Sources, hues: HueBook): ServiceView[] {
  const views: ServiceView[] = []
  for (const service of sources.store.all('Service') as IterableIterator<Service>) {
    if (!isOwn(service)) views.push(serviceView(sources, hues, service))
  }
  return views
}

function serviceView(sources: Sources, hues: HueBook, service: Service): ServiceView {
  const { store } = sources
  const { uid, name, namespace = '' } = service.metadata
  const endpoints: string[] = []
  const known = new Set<string>()
  for (const slice of store.labelled(
    'EndpointSlice',
    namespace,
    'kubernetes.io/service-name',
    name,
  ) as readonly EndpointSlice[]) {
    for (const { targetRef, conditions } of slice.endpoints ?? []) {
      if (!targetRef?.uid || known.has(targetRef.uid)) continue
      if (conditions?.ready) {
        known.add(targetRef.uid)
        endpoints.push(targetRef.uid)
      }
    }
  }
  return {
    uid,
    name,
    namespace,
    hue: hues.of(service),
    type: service.spec.type ?? 'ClusterIP',
    ports: (service.spec.ports ?? []).map(({ port, targetPort }) => `${port} → ${targetPort ?? port}`).join(', '),
    clusterIP: service.spec.clusterIP ?? '',
    endpoints,
    notReady: selectedPods(sources, service).filter((pod) => !known.has(pod)),
    ...sources.trafficTo(uid),
    direct: sources.trafficDirect(uid),
  }
}

function selectedPods({ store }: Sources, service: Service): string[] {
  const { selector } = service.spec
  const first = selector && Object.keys(selector)[0]
  if (!first) return []
  const matches = compileSelector({ matchLabels: selector })
  return store
    .labelled('Pod', service.metadata.namespace ?? '', first, selector[first]!)
    .filter((pod) => matches(pod.metadata.labels))
    .map((pod) => pod.metadata.uid)
}
