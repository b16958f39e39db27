import { ApiError } from '../../../api/errors'
import { defineController, watches } from '../../../control/controller'
import { ROOT_CERTIFICATE } from '../../auth/rootCertificate'
import type { ConfigMap } from './api'

const NAME = 'kube-root-ca.crt'

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
    const data = { 'ca.crt': ROOT_CERTIFICATE }
    const found = client.get('ConfigMap', NAME, name)
    if (found) {
      if (found.data?.['ca.crt'] !== ROOT_CERTIFICATE) client.update<ConfigMap>({ ...found, data })
      return
    }
    try {
      client.create<ConfigMap>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace: name }, data })
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    }
  },
})
