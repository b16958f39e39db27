import type { Endpoint } from '../../../src/kube/kinds/endpointslice/api'
import { endpointOf, endpointPorts } from '../../../src/kube/kinds/endpointslice/endpoints'
import { packAll } from '../../../src/kube/kinds/endpointslice/packing'
import type { Node } from '../../../src/kube/kinds/node/api'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { Service } from '../../../src/kube/kinds/service/api'
import { defineAdapter, same, sameSet, sameWhereGiven } from '../adapter'

type In =
  | { op: 'podToEndpoint'; pod: Pod; node?: Node; service: Service; addressType: 'IPv4' | 'IPv6' }
  | { op: 'endpointPorts'; pod: Pod; service: Service }
  | {
      op: 'sliceEndpoints'
      existingSlices: { name: string; addresses?: string[] }[]
      desiredAddresses: string[]
      maxEndpointsPerSlice: number
    }
type Out =
  | { endpoint: Endpoint }
  | { ports: object[] }
  | { createdLengths: number[]; updated: number; deleted: number; finalLengths: number[] }

export default defineAdapter<In, Out>({
  ops: ['podToEndpoint', 'endpointPorts', 'sliceEndpoints'],
  run(input) {
    switch (input.op) {
      case 'podToEndpoint':
        return { endpoint: endpointOf(input.pod, input.node, input.service, input.addressType) }
      case 'endpointPorts':
        return { ports: endpointPorts(input.service, input.pod) }
      case 'sliceEndpoints':
        return slices(input)
    }
  },
  equal(expected, got, input) {
    if ('endpoint' in expected && 'endpoint' in got) {
      const { conditions, targetRef, ...rest } = expected.endpoint
      // Only `ready` was known everywhere when the vectors were taken.
      return (
        sameWhereGiven(conditions ?? {}, got.endpoint.conditions ?? {}) &&
        sameWhereGiven(targetRef ?? {}, got.endpoint.targetRef ?? {}) &&
        same(rest, { ...got.endpoint, conditions: undefined, targetRef: undefined })
      )
    }
    if ('ports' in expected && 'ports' in got) return sameSet(expected.ports ?? [], got.ports)
    if (!('updated' in expected && 'updated' in got && input.op === 'sliceEndpoints')) return false
    // The vectors know endpoints by address only, so a slice that keeps all of its own may have been written for another change.
    const untouched = (input.existingSlices ?? []).length - got.updated - got.deleted
    const surplus = expected.updated - got.updated
    return same({ ...expected, updated: 0 }, { ...got, updated: 0 }) && surplus >= 0 && surplus <= untouched
  },
})

function slices({ existingSlices, desiredAddresses, maxEndpointsPerSlice }: Extract<In, { op: 'sliceEndpoints' }>): Out {
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' as const }]
  const endpoint = (address: string): Endpoint => ({ addresses: [address] })
  const existing = (existingSlices ?? []).map(({ name, addresses = [] }) => ({ name, ports, endpoints: addresses.map(endpoint) }))
  const group = { ports, wanted: (desiredAddresses ?? []).map(endpoint), slices: existing }
  const { create, update, remove } = packAll([group], maxEndpointsPerSlice)
  const lengths = new Map(existing.map(({ name, endpoints }) => [name, endpoints.length]))
  for (const { name, endpoints } of update) lengths.set(name, endpoints.length)
  for (const name of remove) lengths.delete(name)
  const created = create.map(({ endpoints }) => endpoints.length)
  const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)
  return {
    createdLengths: sorted(created),
    updated: update.length,
    deleted: remove.length,
    finalLengths: sorted([...lengths.values(), ...created]),
  }
}
