import type { EndpointAddress, EndpointSubset, EndpointsPort } from './types'

/** One address as it serves on one port, or on none. */
interface Pair {
  readonly address: EndpointAddress
  readonly ready: boolean
  readonly port: EndpointsPort | undefined
}

/**
 * The same addresses and ports with as few subsets as may be: ports that are served by the very same addresses share one. Addresses are
 * sorted by IP, ports and subsets by name and number. Rule: RepackSubsets, SortSubsets.
 */
export function repack(subsets: readonly EndpointSubset[]): EndpointSubset[] {
  const byPort = new Map<string, { port: EndpointsPort | undefined; pairs: Map<string, Pair> }>()
  for (const { addresses = [], notReadyAddresses = [], ports } of subsets) {
    for (const port of ports?.length ? ports : [undefined]) {
      const key = portKey(port)
      let group = byPort.get(key)
      if (!group) byPort.set(key, (group = { port, pairs: new Map() }))
      for (const address of addresses) note(group.pairs, { address, ready: true, port })
      for (const address of notReadyAddresses) note(group.pairs, { address, ready: false, port })
    }
  }
  const byAddresses = new Map<string, { ports: EndpointsPort[]; pairs: Pair[] }>()
  for (const key of [...byPort.keys()].sort()) {
    const { port, pairs } = byPort.get(key)!
    if (pairs.size === 0) continue
    const sorted = [...pairs.values()].sort(byAddress)
    const who = sorted.map((pair) => `${addressKey(pair.address)}/${pair.ready}`).join('|')
    const group = byAddresses.get(who)
    if (group && port) group.ports.push(port)
    else byAddresses.set(who, { ports: port ? [port] : [], pairs: sorted })
  }
  return [...byAddresses.values()].map(({ ports, pairs }) => {
    const ready = pairs.filter((pair) => pair.ready).map((pair) => pair.address)
    const notReady = pairs.filter((pair) => !pair.ready).map((pair) => pair.address)
    return {
      ...(ready.length && { addresses: ready }),
      ...(notReady.length && { notReadyAddresses: notReady }),
      ...(ports.length && { ports }),
    }
  })
}

/** Are a subset's addresses sorted as `repack` would sort them? */
export const isInOrder = ({ addresses, notReadyAddresses }: EndpointSubset): boolean =>
  [addresses ?? [], notReadyAddresses ?? []].every((list) =>
    list.every((address, i) => i === 0 || addressKey(list[i - 1]!) <= addressKey(address)),
  )

/** A pod that is told ready and not ready counts as not ready. */
function note(pairs: Map<string, Pair>, pair: Pair): void {
  const key = addressKey(pair.address)
  const known = pairs.get(key)
  if (!known || known.ready) pairs.set(key, pair)
}

const portKey = (port: EndpointsPort | undefined) =>
  port ? `${port.name ?? ''}/${String(port.port).padStart(5, '0')}/${port.protocol ?? ''}/${port.appProtocol ?? ''}` : ''

const addressKey = ({ ip, targetRef }: EndpointAddress) => `${ip}/${targetRef?.uid ?? ''}`

const byAddress = (a: Pair, b: Pair) => {
  const [left, right] = [addressKey(a.address), addressKey(b.address)]
  return left < right ? -1 : left > right ? 1 : 0
}
