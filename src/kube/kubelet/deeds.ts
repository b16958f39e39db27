import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import type { Draft } from '../../api/meta'
import { fakeDigest } from '../../runtime/digest'
import { parseImage } from '../../runtime/imageRef'
import type { Secret } from '../kinds/secret/api'
import type { SubjectAccessReview } from '../kinds/subjectaccessreview/api'
import { containerOf, type Shared } from './shared'

/** What a program leaves in the cluster: its arguments, the namespace of its pod. */
type Deed = (args: readonly string[], namespace: string, client: Client, may: May) => void

/** May the service account do this? */
type May = (verb: string, resource: string, namespace: string) => boolean

/** Makes certificates for a webhook and keeps them in a Secret, if that is not there yet; upstream: ingress-nginx, images/kube-webhook-certgen. */
const certificates: Deed = (args, namespace, client, may) => {
  const flag = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const name = flag('secret-name')
  const place = flag('namespace') ?? namespace
  if (args[0] !== 'create' || !name || client.get('Secret', name, place)) return
  const made = (word: string) =>
    btoa(`-----BEGIN ${word}-----\n${fakeDigest(`${place}/${name}/${word}`)}\n-----END ${word}-----\n`)
  if (!may('create', 'secrets', place)) return
  client.create<Secret>({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: place },
    type: 'Opaque',
    data: {
      [flag('ca-name') ?? 'ca']: made('CERTIFICATE'),
      [flag('cert-name') ?? 'cert']: made('CERTIFICATE'),
      [flag('key-name') ?? 'key']: made('EC PRIVATE KEY'),
    },
  } as Draft<Secret>)
}

/** By the last part of the image's name. */
const deeds: Readonly<Record<string, Deed>> = { 'kube-webhook-certgen': certificates }

/** Called for a container that ended well: what its program is known to have done, it did as the service account of its pod. */
export function createDeeds(shared: Shared, clientAs: (actor: string) => Client): (id: string) => void {
  return (id) => {
    const found = containerOf(shared, id)
    const running = shared.engine.get(id)
    const base = found && parseImage(found.container.image)?.base
    const deed = base !== undefined && Object.hasOwn(deeds, base) ? deeds[base] : undefined
    if (!found || !running || !deed) return
    const { metadata, spec } = found.record.pod
    const account = `system:serviceaccount:${metadata.namespace}:${spec.serviceAccountName ?? 'default'}`
    try {
      const client = clientAs(account)
      deed(running.spec.argv, metadata.namespace!, client, (verb, resource, namespace) => {
        const spec = { user: account, resourceAttributes: { verb, resource, namespace } }
        const asked = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: { name: '' }, spec }
        return client.create(asked as unknown as Draft<SubjectAccessReview>).status?.allowed === true
      })
    } catch (error) {
      // It may not do it, or nobody answered.
      if (!(error instanceof ApiError)) throw error
    }
  }
}
