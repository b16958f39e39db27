import { ageColumn, nameColumn, orNone, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { ingressSchema } from './schema'
import type { Ingress, IngressRule } from './types'
import { validateIngress, validateIngressStatusUpdate, validateIngressUpdate } from './validate'

export type * from './types'
export { validateLocalReference } from './reference'

declare module '../../../api/meta' {
  interface KindMap {
    Ingress: Ingress
  }
}

/** How the class was named before there was a field for it. */
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

/** Whose Ingresses the cluster's own controller takes care of. */
export const INGRESS_CONTROLLER = 'k8s.io/ingress-nginx'

const shown = 3

export default defineKind<Ingress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  schema: ingressSchema,
  prepareForCreate: ({ status: _, ...ingress }) => ({ ...ingress, status: { loadBalancer: {} } }),
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  validateStatusUpdate: validateIngressStatusUpdate,
  columns: [
    nameColumn,
    textColumn('Class', ({ spec }) => orNone(spec.ingressClassName)),
    textColumn('Hosts', ({ spec }) => hostsText(spec.rules ?? [])),
    textColumn('Address', ({ status }) => {
      const given = (status?.loadBalancer?.ingress ?? []).map((one) => one.ip || one.hostname || '').filter(Boolean)
      return [...new Set(given)].sort().join(',')
    }),
    textColumn('Ports', ({ spec }) => (spec.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ],
})

/** Rule: formatHosts. */
function hostsText(rules: readonly IngressRule[]): string {
  const hosts: string[] = []
  let more = false
  for (const { host } of rules) {
    if (hosts.length === shown) more = true
    else if (host) hosts.push(host)
  }
  if (!hosts.length) return '*'
  return hosts.join(',') + (more ? ` + ${rules.length - shown} more...` : '')
}
