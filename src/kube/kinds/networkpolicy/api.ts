import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { formatLabelSelector } from '../../../api/labels'
import type { Draft } from '../../../api/meta'
import { always, labelSelector, list, objectSchema, strings, struct } from '../../../api/schema/schema'
import { mapSame, replace } from '../pod/api'
import type { IngressPolicyRule, NetworkPolicy } from './types'
import { validatePolicy } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    NetworkPolicy: NetworkPolicy
  }
}

const ports = list(struct('v1.NetworkPolicyPort', { protocol: 'string*', port: 'intOrString*', endPort: 'int32*' }))
const peers = list(
  struct('v1.NetworkPolicyPeer', {
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: struct('v1.IPBlock', { cidr: 'string!', except: strings }),
  }),
)

export default defineKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  namespaced: true,
  generation: true,
  schema: objectSchema('NetworkPolicy', {
    spec: always(
      struct('v1.NetworkPolicySpec', {
        podSelector: always(labelSelector),
        ingress: list(struct('v1.NetworkPolicyIngressRule', { ports, from: peers })),
        egress: list(struct('v1.NetworkPolicyEgressRule', { ports, to: peers })),
        policyTypes: strings,
      }),
    ),
  }),
  defaults,
  validate: validatePolicy,
  validateUpdate: validatePolicy,
  columns: [nameColumn, textColumn('Pod-Selector', ({ spec }) => formatLabelSelector(spec.podSelector)), ageColumn],
})

/** Rules: SetDefaults_NetworkPolicy, SetDefaults_NetworkPolicyPort. */
function defaults(policy: Draft<NetworkPolicy>): Draft<NetworkPolicy> {
  const spec = policy.spec ?? {}
  const protocol = <R extends Pick<IngressPolicyRule, 'ports'>>(rules: readonly R[] | undefined) =>
    mapSame(
      rules,
      (rule) =>
        replace<Pick<IngressPolicyRule, 'ports'>>(rule, {
          ports: mapSame(rule.ports, (port) => replace(port, { protocol: port.protocol ?? 'TCP' })),
        }) as R,
    )
  return replace(policy, {
    spec: replace(spec, {
      podSelector: spec.podSelector ?? {},
      ingress: protocol(spec.ingress),
      egress: protocol(spec.egress),
      policyTypes: spec.policyTypes?.length ? spec.policyTypes : spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'],
    }),
  })
}
