import { same } from '../../../api/freeze'
import type { Endpoint, EndpointPort } from './api'

/** A slice as far as packing needs to know it. */
export interface Slice {
  readonly name: string
  readonly ports: readonly EndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** Endpoints with the same ports, as they are wanted and as they stand in slices. */
export interface Group {
  readonly ports: readonly EndpointPort[]
  readonly wanted: readonly Endpoint[]
  readonly slices: readonly Slice[]
}

/** What is to be done; slices to create have no name yet. */
export interface Packing {
  readonly create: readonly Slice[]
  readonly update: readonly Slice[]
  readonly remove: readonly string[]
}

/**
 * All slices of a service of one address type. A service that selects nobody keeps one slice without endpoints, so that watchers know it
 * was looked at; a new slice takes the place of one that would go. Upstream: reconcileByAddressType and finalize.
 */
export function packAll(groups: readonly Group[], most: number): Packing {
  const create: Slice[] = []
  const update: Slice[] = []
  const remove: Slice[] = []
  let existing = 0
  for (const group of groups) {
    existing += group.slices.length
    if (group.wanted.length === 0) remove.push(...group.slices)
    else {
      const packing = pack(group, most)
      create.push(...packing.create)
      update.push(...packing.update)
      remove.push(...group.slices.filter(({ name }) => packing.remove.includes(name)))
    }
  }
  if (existing === remove.length && create.length === 0) {
    if (remove.length === 1 && remove[0]!.endpoints.length === 0 && remove[0]!.ports.length === 0) remove.pop()
    else create.push({ name: '', ports: [], endpoints: [] })
  }
  const reused = Math.min(create.length, remove.length)
  const renamed = create.slice(0, reused).map((slice, i): Slice => ({ ...slice, name: remove[i]!.name }))
  return { create: create.slice(reused), update: [...update, ...renamed], remove: remove.slice(reused).map(({ name }) => name) }
}

/**
 * Fits the wanted endpoints into the slices that exist with few writes rather than few slices: first what leaves and what changed, then
 * slices that are written anyway are filled, then one untouched slice that can take all the rest, and only then new ones.
 * Upstream: reconcileByPortMapping.
 */
export function pack({ ports, wanted, slices }: Group, most: number): Packing {
  const missing = new Map(wanted.map((endpoint) => [identity(endpoint), endpoint]))
  const update: { name: string; ports: readonly EndpointPort[]; endpoints: Endpoint[] }[] = []
  const untouched: Slice[] = []
  const remove: string[] = []
  for (const slice of slices) {
    const { kept, changed } = keep(slice, missing)
    if (!changed) untouched.push(slice)
    else if (kept.length === 0) remove.push(slice.name)
    else update.push({ name: slice.name, ports, endpoints: kept })
  }

  const rest = [...missing.values()]
  for (const { endpoints } of [...update].sort((a, b) => b.endpoints.length - a.endpoints.length)) {
    endpoints.push(...rest.splice(0, Math.max(0, most - endpoints.length)))
  }

  const create: Slice[] = []
  while (rest.length > 0) {
    const fitting = rest.length < most ? tightest(untouched, rest.length, most) : undefined
    if (fitting) {
      untouched.splice(untouched.indexOf(fitting), 1)
      update.push({ name: fitting.name, ports, endpoints: [...fitting.endpoints, ...rest.splice(0)] })
    } else create.push({ name: '', ports, endpoints: rest.splice(0, most) })
  }
  return { create, update, remove }
}

/** The endpoints of a slice that are still wanted, as they are now; takes them from `missing`. */
function keep(slice: Slice, missing: Map<string, Endpoint>): { kept: Endpoint[]; changed: boolean } {
  const kept: Endpoint[] = []
  let changed = false
  for (const endpoint of slice.endpoints) {
    const id = identity(endpoint)
    const now = missing.get(id)
    if (!now) {
      changed = true
      continue
    }
    missing.delete(id)
    const unchanged = same(now, endpoint)
    changed ||= !unchanged
    kept.push(unchanged ? endpoint : now)
  }
  return { kept, changed }
}

/** The slice that `count` more endpoints leave with the least room. */
function tightest(slices: readonly Slice[], count: number, most: number): Slice | undefined {
  let best: Slice | undefined
  let least = most
  for (const slice of slices) {
    const left = most - slice.endpoints.length - count
    if (left < 0 || left >= least) continue
    best = slice
    least = left
  }
  return best
}

/** Endpoints are frozen and come back with every look at their service, so each is named once only. */
const identities = new WeakMap<Endpoint, string>()

/** Two endpoints are the same one when address and target agree; upstream: endpointset hash. */
function identity(endpoint: Endpoint): string {
  let id = identities.get(endpoint)
  if (id === undefined) {
    const { addresses, hostname = '', targetRef } = endpoint
    id = `${addresses.join(',')}|${hostname}|${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}/${targetRef?.uid ?? ''}`
    identities.set(endpoint, id)
  }
  return id
}
