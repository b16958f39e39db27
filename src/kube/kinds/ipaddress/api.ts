import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, required, type FieldError } from '../../../api/errors'
import { isIP } from '../../../api/ip'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectSchema, struct } from '../../../api/schema/schema'

/** What holds an address. */
export interface ParentReference {
  readonly group?: string
  readonly resource?: string
  readonly namespace?: string
  readonly name?: string
}

/** One address of a Service range that is taken; its name is the address. */
export interface IPAddress extends KubeObject {
  readonly apiVersion: 'networking.k8s.io/v1'
  readonly kind: 'IPAddress'
  readonly spec: { readonly parentRef?: ParentReference }
}

declare module '../../../api/meta' {
  interface KindMap {
    IPAddress: IPAddress
  }
}

export default defineKind<IPAddress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  singular: 'ipaddress',
  shortNames: ['ip'],
  namespaced: false,
  selectableFields: [],
  schema: objectSchema('IPAddress', {
    spec: always(
      struct('v1.IPAddressSpec', {
        parentRef: struct('v1.ParentReference', {
          group: 'string',
          resource: 'string',
          namespace: 'string',
          name: 'string',
        }),
      }),
    ),
  }),
  validateName: (name) => (isIP(name) ? [] : ['must be a valid IP address']),
  validate,
  validateUpdate: (address, old) => {
    const [now, before] = [address.spec?.parentRef, old.spec?.parentRef]
    const same = now?.group === before?.group && now?.resource === before?.resource && now?.namespace === before?.namespace
    return same && now?.name === before?.name ? [] : [invalid('spec.parentRef', now ?? null, 'field is immutable')]
  },
  columns: [nameColumn, textColumn('ParentRef', parentText), ageColumn],
})

/** Rule: ValidateIPAddress. */
function validate({ spec }: IPAddress): FieldError[] {
  const parent = spec?.parentRef
  if (!parent) return [required('spec.parentRef')]
  const out: FieldError[] = []
  if (!parent.resource) out.push(required('spec.parentRef.resource'))
  if (!parent.name) out.push(required('spec.parentRef.name'))
  return out
}

function parentText({ spec: { parentRef: parent } }: IPAddress): string {
  if (!parent) return '<none>'
  const { group, resource = '', namespace, name = '' } = parent
  return `${resource}${group ? `.${group}` : ''}/${namespace ? `${namespace}/` : ''}${name}`
}
