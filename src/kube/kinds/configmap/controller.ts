import { ApiError } from '../../../api/errors'
import { defineController, watches } from '../../../control/controller'
import type { ConfigMap } from './api'

const NAME = 'kube-root-ca.crt'
/** There is nothing to be trusted in a simulation: the certificate is a blank of the right shape. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`

/** Gives every namespace the certificate by which pods know the API server, and puts it right when somebody changes it. */
export default defineController({
  name: 'root-ca-certificate-publisher-controller',
  title: 'Root CA',
  rank: 96,
  for: 'Namespace',
  wakes: ({ type }) => type === 'ADDED',
  watches: [
    watches('ConfigMap', ({ type, object }) =>
      type !== 'ADDED' && object.metadata.name === NAME ? [object.metadata.namespace ?? ''] : [],
    ),
  ],
  reconcile({ client }, namespace) {
    const { name, deletionTimestamp } = namespace.metadata
    if (deletionTimestamp) return
    const data = { 'ca.crt': CERTIFICATE }
    const found = client.get('ConfigMap', NAME, name)
    if (found) {
      if (found.data?.['ca.crt'] !== CERTIFICATE) client.update<ConfigMap>({ ...found, data })
      return
    }
    try {
      client.create<ConfigMap>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace: name }, data })
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    }
  },
})
