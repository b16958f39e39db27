import type { NetworkPolicy } from '../../../kube/kinds/networkpolicy/api'
import type { PolicyView } from '../../frame'
import { definePart } from './part'
import { byName, selectedPods } from './selected'

/** Who is isolated, and in which direction. */
export const policies = definePart<PolicyView>({
  kinds: ['NetworkPolicy', 'Pod'],
  build: ({ store }) =>
    ([...store.all('NetworkPolicy')] as unknown as readonly NetworkPolicy[])
      .map(({ metadata: { uid, name, namespace = '' }, spec }) => ({
        uid,
        name,
        namespace,
        ingress: spec.policyTypes?.includes('Ingress') ?? true,
        egress: spec.policyTypes?.includes('Egress') ?? spec.egress !== undefined,
        pods: selectedPods(store, namespace, spec.podSelector),
      }))
      .sort(byName),
})
