import { encodeBase64 } from '../../../api/base64'
import { keyOf } from '../../../api/meta'
import { defineController, watches } from '../../../control/controller'
import { DEFAULT_AUDIENCE, tokenFor } from '../../auth/tokens'
import { ROOT_CERTIFICATE } from '../../auth/rootCertificate'
import type { Secret } from './types'

const TYPE = 'kubernetes.io/service-account-token'
const ACCOUNT = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'
/** A token in a secret does not run out; what stands for that in a token, in seconds. */
const FOREVER = 2 ** 32

/**
 * Writes the token of its account into every secret that asks for one, and does away with those whose account is not there. Upstream:
 * TokensController (pkg/controller/serviceaccount/tokens_controller.go).
 */
export default defineController({
  name: 'serviceaccount-token-controller',
  title: 'Token',
  rank: 97,
  for: 'Secret',
  wakes: ({ type, object }) => type !== 'DELETED' && object.type === TYPE,
  watches: [
    watches('ServiceAccount', ({ type, object: { metadata } }, { client }) =>
      type === 'DELETED'
        ? client
            .list('Secret', { namespace: metadata.namespace })
            .filter((secret) => secret.type === TYPE && secret.metadata.annotations?.[ACCOUNT] === metadata.name)
            .map(keyOf)
        : [],
    ),
  ],
  reconcile({ client, now }, secret) {
    const { namespace = '', annotations, deletionTimestamp } = secret.metadata
    if (secret.type !== TYPE || deletionTimestamp) return
    const account = client.get('ServiceAccount', annotations?.[ACCOUNT] ?? '', namespace)
    if (!account || (annotations?.[UID] ?? account.metadata.uid) !== account.metadata.uid) {
      client.delete('Secret', secret)
      return
    }
    const { uid } = account.metadata
    const { data = {} } = secret
    if (annotations?.[UID] && data['token'] && data['namespace'] && data['ca.crt']) return
    client.update<Secret>({
      ...secret,
      metadata: { ...secret.metadata, annotations: { ...annotations, [UID]: uid } },
      data: {
        ...data,
        'ca.crt': encodeBase64(ROOT_CERTIFICATE),
        namespace: encodeBase64(namespace),
        token:
          data['token'] ||
          encodeBase64(tokenFor({ namespace, name: account.metadata.name, uid }, [DEFAULT_AUDIENCE], FOREVER, now)),
      },
    })
  },
})
