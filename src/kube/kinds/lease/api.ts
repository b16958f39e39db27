import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import { always, objectSchema, struct } from '../../../api/schema/schema'
import type { Lease } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Lease: Lease
  }
}

export default defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  namespaced: true,
  schema: objectSchema('Lease', {
    spec: always(
      struct('v1.LeaseSpec', {
        holderIdentity: 'string*',
        leaseDurationSeconds: 'int32*',
        acquireTime: 'microTime*',
        renewTime: 'microTime*',
        leaseTransitions: 'int32*',
        strategy: 'string*',
        preferredHolder: 'string*',
      }),
    ),
  }),
  validate,
  columns: [nameColumn, textColumn('Holder', ({ spec }) => spec?.holderIdentity ?? ''), ageColumn],
})

/** Rule: ValidateLeaseSpec. */
function validate({ spec }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions } = spec ?? {}
  const out: FieldError[] = []
  if (seconds !== undefined && seconds <= 0) out.push(invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0'))
  if (transitions !== undefined && transitions < 0) {
    out.push(invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'))
  }
  return out
}
