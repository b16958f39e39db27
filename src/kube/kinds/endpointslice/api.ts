import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { list, objectReference, objectSchema, stringMap, strings, struct, always } from '../../../api/schema/schema'
import { mapSame, replace } from '../pod/api'
import type { EndpointSlice } from './types'
import { validateSlice, validateSliceUpdate } from './validate'

export type * from './types'
export { addressesOf, endpointPorts, mayBeBehind, movesEndpoint, namedBy, selects } from './endpoints'

declare module '../../../api/meta' {
  interface KindMap {
    EndpointSlice: EndpointSlice
  }
}

const shown = 3
const named = (kind: string) => list(struct(`v1.${kind}`, { name: 'string!' }))

export default defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
  generation: true,
  schema: objectSchema('EndpointSlice', {
    addressType: 'string!',
    endpoints: always(
      list(
        struct('v1.Endpoint', {
          addresses: strings,
          conditions: always(struct('v1.EndpointConditions', { ready: 'bool*', serving: 'bool*', terminating: 'bool*' })),
          hostname: 'string*',
          targetRef: objectReference,
          deprecatedTopology: stringMap,
          nodeName: 'string*',
          zone: 'string*',
          hints: struct('v1.EndpointHints', { forZones: named('ForZone'), forNodes: named('ForNode') }),
        }),
      ),
    ),
    ports: list(struct('v1.EndpointPort', { name: 'string*', protocol: 'string*', port: 'int32*', appProtocol: 'string*' })),
  }),
  /** Rule: SetDefaults_EndpointPort. */
  defaults: (slice) =>
    replace(slice, {
      ports: mapSame(slice.ports, (port) => replace(port, { name: port.name ?? '', protocol: port.protocol ?? 'TCP' })),
    }),
  validate: validateSlice,
  validateUpdate: validateSliceUpdate,
  columns: [
    nameColumn,
    textColumn('AddressType', ({ addressType }) => addressType),
    textColumn('Ports', ({ ports = [] }) =>
      withMore(ports.map(({ port, name }) => (port === undefined ? name || '*' : String(port)))),
    ),
    textColumn('Endpoints', ({ endpoints = [] }) => withMore(endpoints.flatMap(({ addresses }) => addresses))),
    ageColumn,
  ],
})

function withMore(all: readonly string[]): string {
  if (!all.length) return '<unset>'
  const more = all.length > shown ? ` + ${all.length - shown} more...` : ''
  return all.slice(0, shown).join(',') + more
}
