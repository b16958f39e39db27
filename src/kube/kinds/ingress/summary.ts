import type { Store } from '../../../api/store'
import type { Phrase } from '../../../world/frame'
import { defineSummary } from '../../../world/view/summary'
import type { EndpointSlice } from '../endpointslice/api'
import type { Ingress } from './api'

export default defineSummary({
  kind: 'Ingress',
  summary(ingress, { store }) {
    const names = servicesOf(ingress)
    const missing = names.find((name) => !store.get('Service', `${ingress.metadata.namespace}/${name}`))
    if (missing !== undefined) return { state: 'failed', text: [{ key: 'summary.noService', values: { service: missing } }] }
    const ready = names.reduce((sum, name) => sum + endpoints(store, ingress.metadata.namespace ?? '', name), 0)
    const address = ingress.status?.loadBalancer?.ingress?.[0]
    const text: readonly Phrase[] = [
      { key: 'summary.word', values: { word: address?.ip ?? address?.hostname ?? '<pending>' } },
      { key: 'summary.endpoints', values: { count: ready } },
    ]
    return { state: !address ? 'creating' : ready > 0 || !names.length ? 'ready' : 'notready', text }
  },
})

/** Names of the Services behind an Ingress, each once. */
function servicesOf({ spec }: Ingress): readonly string[] {
  const backends = [
    spec.defaultBackend,
    ...(spec.rules ?? []).flatMap(({ http }) => http?.paths.map(({ backend }) => backend) ?? []),
  ]
  return [...new Set(backends.flatMap((backend) => (backend?.service ? [backend.service.name] : [])))]
}

function endpoints(store: Store, namespace: string, name: string): number {
  const slices = store.labelled('EndpointSlice', namespace, 'kubernetes.io/service-name', name) as readonly EndpointSlice[]
  let ready = 0
  for (const slice of slices) for (const { conditions } of slice.endpoints ?? []) if (conditions?.ready !== false) ready++
  return ready
}
