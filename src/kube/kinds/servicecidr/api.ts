import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, required, tooMany, type FieldError } from '../../../api/errors'
import { cidr, isIPv4 } from '../../../api/ip'
import { defineKind } from '../../../api/kind'
import type { Condition, KubeObject } from '../../../api/meta'
import { always, condition, list, objectSchema, strings, struct } from '../../../api/schema/schema'

/** A range of addresses for Services. */
export interface ServiceCIDR extends KubeObject {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'ServiceCIDR'
  readonly spec: { readonly cidrs?: readonly string[] }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    ServiceCIDR: ServiceCIDR
  }
}

export default defineKind<ServiceCIDR>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  singular: 'servicecidr',
  namespaced: false,
  statusSubresource: true,
  schema: objectSchema('ServiceCIDR', {
    spec: always(struct('v1.ServiceCIDRSpec', { cidrs: strings })),
    status: struct('v1.ServiceCIDRStatus', { conditions: list(condition('v1.Condition')) }),
  }),
  validate,
  validateUpdate,
  columns: [nameColumn, textColumn('CIDRs', ({ spec }) => (spec.cidrs ?? []).join(',')), ageColumn],
})

/** Rule: ValidateServiceCIDR. */
function validate({ spec }: ServiceCIDR): FieldError[] {
  const out: FieldError[] = []
  const { cidrs = [] } = spec ?? {}
  const path = 'spec.cidrs'
  if (!cidrs.length) return [required(path, 'at least one CIDR required')]
  if (cidrs.length > 2) return [tooMany(path, cidrs.length, 2)]
  if (cidrs.length === 2 && isIPv4(cidrs[0]!.split('/')[0]!) === isIPv4(cidrs[1]!.split('/')[0]!)) {
    out.push(invalid(path, cidrs, 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/96'))
  }
  cidrs.forEach((one, i) => out.push(...cidr(one).map((message) => invalid(`${path}[${i}]`, one, message))))
  return out
}

/** A range may gain its second family and nothing else. Rule: ValidateServiceCIDRUpdate. */
function validateUpdate(range: ServiceCIDR, old: ServiceCIDR): FieldError[] {
  const [now, before] = [range.spec?.cidrs ?? [], old.spec?.cidrs ?? []]
  const grew = before.length === 1 && now.length === 2 && now[0] === before[0]
  if (grew) return validate(range)
  return now.length === before.length && now.every((one, i) => one === before[i])
    ? []
    : [invalid('spec.cidrs', now, 'field is immutable')]
}
