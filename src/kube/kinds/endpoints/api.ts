import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { list, objectReference, objectSchema, struct } from '../../../api/schema/schema'
import { mapSame, replace } from '../pod/api'
import { isInOrder, repack } from './subsets'
import type { Endpoints } from './types'
import { validateEndpoints, validateEndpointsUpdate } from './validate'

export type * from './types'
export { repack } from './subsets'

declare module '../../../api/meta' {
  interface KindMap {
    Endpoints: Endpoints
  }
}

const shown = 3
const address = struct('v1.EndpointAddress', {
  ip: 'string!',
  hostname: 'string',
  nodeName: 'string*',
  targetRef: objectReference,
})
const port = struct('v1.EndpointPort', { name: 'string', port: 'int32!', protocol: 'string', appProtocol: 'string*' })

export default defineKind<Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  schema: objectSchema('Endpoints', {
    subsets: list(struct('v1.EndpointSubset', { addresses: list(address), notReadyAddresses: list(address), ports: list(port) })),
  }),
  /** Rule: SetDefaults_Endpoints. */
  defaults: (endpoints) =>
    replace(endpoints, {
      subsets: mapSame(endpoints.subsets, (subset) =>
        replace(subset, { ports: mapSame(subset.ports, (each) => replace(each, { protocol: each.protocol || 'TCP' })) }),
      ),
    }),
  prepareForCreate: canonical,
  prepareForUpdate: canonical,
  validate: validateEndpoints,
  validateUpdate: validateEndpointsUpdate,
  columns: [nameColumn, textColumn('Endpoints', endpointsText), ageColumn],
})

/** Subsets as the server keeps them, once nothing is wrong with them. Rule: endpointsStrategy.Canonicalize. */
function canonical<T extends Draft<Endpoints>>(endpoints: T): T {
  const { subsets } = endpoints
  if (!subsets?.length || (subsets.length === 1 && isInOrder(subsets[0]!))) return endpoints
  if (validateEndpoints(endpoints as unknown as Endpoints).length) return endpoints
  return { ...endpoints, subsets: repack(subsets) }
}

/** The first addresses with their ports. Rule: formatEndpoints. */
function endpointsText({ subsets = [] }: Endpoints): string {
  if (!subsets.length) return '<none>'
  const first: string[] = []
  let count = 0
  for (const { addresses = [], ports = [] } of subsets) {
    count += addresses.length * Math.max(1, ports.length)
    for (const suffix of ports.length ? ports.map((each) => `:${each.port}`) : ['']) {
      for (const { ip } of addresses) {
        if (first.length === shown) break
        first.push(suffix && ip.includes(':') ? `[${ip}]${suffix}` : ip + suffix)
      }
    }
  }
  return first.join(',') + (count > shown ? ` + ${count - shown} more...` : '')
}
