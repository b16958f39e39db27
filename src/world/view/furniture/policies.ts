import { formatLabelSelector } from '../../../api/labels'
import type { LabelSelector } from '../../../api/meta'
import type { NetworkPolicy, PolicyPeer, PolicyPort } from '../../../kube/kinds/networkpolicy/api'
import type { PolicyPeerView, PolicyRuleView, PolicyView } from '../../frame'
import { definePart } from './part'
import { byName, selectedPods } from './selected'

/** Who is isolated, in which direction, and what may pass nevertheless. */
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
        rules: rulesOf(spec),
      }))
      .sort(byName),
})

const rulesOf = ({ ingress = [], egress = [] }: NetworkPolicy['spec']): PolicyRuleView[] => [
  ...ingress.map(({ from, ports }) => ruleView('in', from, ports)),
  ...egress.map(({ to, ports }) => ruleView('out', to, ports)),
]

const ruleView = (
  way: PolicyRuleView['way'],
  peers: readonly PolicyPeer[] = [],
  ports: readonly PolicyPort[] = [],
): PolicyRuleView => ({ way, peers: peers.map(peerView), ports: ports.map(portText) })

const peerView = ({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): PolicyPeerView =>
  ipBlock
    ? { pods: '', namespaces: null, block: [ipBlock.cidr, ...(ipBlock.except ?? []).map((cidr) => `!${cidr}`)].join(' ') }
    : { pods: selectorText(podSelector), namespaces: namespaceSelector ? selectorText(namespaceSelector) : null }

/** '' where the selector is absent or selects everything. */
const selectorText = (selector: LabelSelector | undefined): string =>
  selector && (Object.keys(selector.matchLabels ?? {}).length || selector.matchExpressions?.length)
    ? formatLabelSelector(selector)
    : ''

const portText = ({ port, endPort, protocol = 'TCP' }: PolicyPort): string =>
  [port === undefined ? '' : endPort === undefined ? `${port}` : `${port}-${endPort}`, protocol === 'TCP' ? '' : protocol]
    .filter(Boolean)
    .join('/')
