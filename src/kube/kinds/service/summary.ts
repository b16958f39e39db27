import { defineSummary } from '../../../world/view/summary'
import type { EndpointSlice } from '../endpointslice/api'

export default defineSummary({
  kind: 'Service',
  summary(service, { store }) {
    const slices = store.labelled(
      'EndpointSlice',
      service.metadata.namespace ?? '',
      'kubernetes.io/service-name',
      service.metadata.name,
    )
    let ready = 0
    for (const slice of slices as readonly EndpointSlice[]) {
      for (const endpoint of slice.endpoints ?? []) if (endpoint.conditions?.ready) ready += endpoint.addresses.length
    }
    return {
      state: ready > 0 || !service.spec.selector ? 'ready' : 'notready',
      text: [{ key: 'summary.endpoints', values: { count: ready } }],
    }
  },
})
