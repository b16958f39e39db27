import type { Node } from '../kinds/node/api'

const zoneOf = ({ metadata: { labels = {} } }: Node): string =>
  `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`

/** Nodes with their zones taking turns, so that a sample of the first few is spread over zones. Rule: the scheduler's nodeTree. */
export function byZoneInTurn(nodes: Iterable<Node>): Node[] {
  const zones = new Map<string, Node[]>()
  let longest = 0
  for (const node of nodes) {
    const zone = zoneOf(node)
    const members = zones.get(zone)
    if (members) members.push(node)
    else zones.set(zone, [node])
    longest = Math.max(longest, zones.get(zone)!.length)
  }
  const order: Node[] = []
  for (let i = 0; i < longest; i++) for (const members of zones.values()) if (i < members.length) order.push(members[i]!)
  return order
}
