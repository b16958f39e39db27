import type { Ingress, IngressBackend } from '../../../kube/kinds/ingress/api'
import type { IngressView } from '../../frame'
import { definePart, type PartReading } from './part'
import { byName } from './selected'

/** Ways in from outside. */
export const ingresses = definePart<IngressView>({
  kinds: ['Ingress', 'Service'],
  mark: ({ store, sources }) => (store.size('Ingress') === 0 ? 0 : sources.trafficMark()),
  build: (reading) =>
    ([...reading.store.all('Ingress')] as unknown as readonly Ingress[])
      .map((ingress) => ingressView(reading, ingress))
      .sort(byName),
})

function ingressView(reading: PartReading, ingress: Ingress): IngressView {
  const { uid, name, namespace = '' } = ingress.metadata
  const { rules = [], defaultBackend, ingressClassName = '' } = ingress.spec
  const [address] = ingress.status.loadBalancer?.ingress ?? []
  const line = (host: string, path: string, backend: IngressBackend) => {
    const to = backend.service?.name ?? backend.resource?.name ?? ''
    return { host, path, name: to, service: reading.store.get('Service', `${namespace}/${to}`)?.metadata.uid ?? '' }
  }
  const lines = rules.flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend }) => line(host, path, backend)),
  )
  const first = lines.find(({ service }) => service)
  const served = first && reading.store.get('Service', `${namespace}/${first.name}`)
  return {
    uid,
    name,
    namespace,
    hue: served ? reading.hues.of(served) : -1,
    className: ingressClassName,
    address: address?.ip ?? address?.hostname ?? '',
    rules: defaultBackend ? [...lines, line('', '', defaultBackend)] : lines,
    ...reading.sources.trafficThrough(uid),
  }
}
