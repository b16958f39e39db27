import type { PolicyPeerView, PolicyRuleView, PolicyView } from '../../world/frame'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** A rule of a NetworkPolicy as a sentence. */
export function ruleText({ way, peers, ports }: PolicyRuleView, say: Say): string {
  const who = peers.length ? peers.map((peer) => peerText(peer, say)).join(say('inspect.or')) : say('inspect.anybody')
  const at = ports.length ? say('inspect.atPorts', { ports: ports.join(', ') }) : say('inspect.everyPort')
  return say(way === 'in' ? 'inspect.mayIn' : 'inspect.mayOut', { who, at })
}

function peerText({ pods, namespaces, block }: PolicyPeerView, say: Say): string {
  if (block) return block
  const who = pods ? say('inspect.podsWith', { labels: pods }) : say('inspect.allPods')
  if (namespaces === null) return who
  const where = namespaces ? say('inspect.namespacesWith', { labels: namespaces }) : say('inspect.allNamespaces')
  return say('inspect.podsIn', { who, where })
}

/** Directions that a policy closes and has no rule for. */
export const closedWays = ({ ingress, egress, rules }: PolicyView): readonly string[] => [
  ...(ingress && !rules.some(({ way }) => way === 'in') ? ['inspect.nobodyIn'] : []),
  ...(egress && !rules.some(({ way }) => way === 'out') ? ['inspect.nobodyOut'] : []),
]
