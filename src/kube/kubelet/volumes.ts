import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import type { Pod } from '../kinds/pod/api'

/** A volume that cannot be set up, and what the kubelet says about it. */
export interface MissingVolume {
  readonly volume: string
  readonly message: string
}

/** Every namespace has it, whoever publishes it. */
const ROOT_CA = 'kube-root-ca.crt'

/** The first volume whose ConfigMap or Secret does not exist. Without an answer from the server the kubelet trusts what it has. */
export function missingVolume({ metadata: { namespace }, spec }: Pod, client: Client): MissingVolume | undefined {
  for (const volume of spec.volumes ?? []) {
    const parts = [
      { kind: 'ConfigMap' as const, name: volume.configMap?.name, optional: volume.configMap?.optional },
      { kind: 'Secret' as const, name: volume.secret?.secretName, optional: volume.secret?.optional },
      ...(volume.projected?.sources ?? []).flatMap(({ configMap, secret }) => [
        { kind: 'ConfigMap' as const, name: configMap?.name, optional: configMap?.optional },
        { kind: 'Secret' as const, name: secret?.name, optional: secret?.optional },
      ]),
    ]
    for (const { kind, name, optional } of parts) {
      if (name === undefined || optional || name === ROOT_CA || exists(client, kind, name, namespace)) continue
      return { volume: volume.name, message: `${kind.toLowerCase()} "${name}" not found` }
    }
  }
  return undefined
}

function exists(client: Client, kind: 'ConfigMap' | 'Secret', name: string, namespace: string | undefined): boolean {
  try {
    return client.get(kind, name, namespace) !== undefined
  } catch (error) {
    if (error instanceof ApiError) return true
    throw error
  }
}
