import { ageColumn, labelsText, nameColumn, textColumn } from '../../../api/columns'
import type { Column } from '../../../api/kind'
import type { Service } from './types'

/** `kubectl get services`. Rule: printService. */
export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  textColumn('Type', ({ spec }) => spec.type ?? ''),
  textColumn('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] || spec.clusterIP || '<none>'),
  textColumn('External-IP', externalIP),
  textColumn('Port(s)', ({ spec }) => {
    const ports = spec.ports?.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
    return ports?.length ? ports.join(',') : '<none>'
  }),
  ageColumn,
  textColumn('Selector', ({ spec }) => labelsText(spec.selector), 'wide'),
]

/** Where the world reaches a service. Rule: getServiceExternalIP. */
export function externalIP({ spec, status }: Service): string {
  const own = spec.externalIPs?.length ? spec.externalIPs.join(',') : ''
  if (spec.type === 'ExternalName') return spec.externalName ?? ''
  if (spec.type !== 'LoadBalancer') return own || '<none>'
  const given = (status?.loadBalancer?.ingress ?? []).map((one) => one.ip || one.hostname || '').filter(Boolean)
  const all = [...new Set(given)].sort()
  if (own) return [...all, own].join(',')
  return all.join(',') || '<pending>'
}
