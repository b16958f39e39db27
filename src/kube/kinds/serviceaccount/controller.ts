import { ApiError } from '../../../api/errors'
import { defineController, watches } from '../../../control/controller'
import type { ServiceAccount } from './api'

/** Sees to it that every namespace has the account under which pods run that name none. */
export default defineController({
  name: 'serviceaccount-controller',
  title: 'ServiceAccount',
  rank: 95,
  for: 'Namespace',
  wakes: ({ type }) => type === 'ADDED',
  watches: [
    watches('ServiceAccount', ({ type, object }) =>
      type === 'DELETED' && object.metadata.name === 'default' ? [object.metadata.namespace ?? ''] : [],
    ),
  ],
  reconcile({ client }, namespace) {
    const { name, deletionTimestamp } = namespace.metadata
    if (deletionTimestamp || client.get('ServiceAccount', 'default', name)) return
    try {
      client.create<ServiceAccount>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } })
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    }
  },
})
