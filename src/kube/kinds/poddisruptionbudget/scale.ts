import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import type { KindDefinition } from '../../../api/kind'
import { controllerOf, type KubeObject, type OwnerReference } from '../../../api/meta'
import type { Pod } from '../pod/api'

interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number }
}

/** What is known of a kind by its name; undefined for kinds that are not built in. */
export type KindsOf = (kind: string) => Pick<KindDefinition, 'group' | 'plural' | 'scaleSubresource'> | undefined

/** How many pods there should be, and which of those there are nobody makes. */
export interface Scale {
  readonly expected: number
  readonly unmanaged: readonly string[]
}

/** A budget whose pods come from something that cannot be scaled. Its message is upstream's. */
export class ScaleError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ScaleError'
  }
}

/**
 * The sum of what the makers of the pods are asked to keep, each counted once: a Deployment, or else a ReplicaSet, or anything with a scale.
 * Throws ScaleError. Upstream: getExpectedScale and its finders.
 */
export function expectedScale(client: Client, kinds: KindsOf, pods: readonly Pod[]): Scale {
  const seen = new Set<string>()
  const makers = new Map<string, number>()
  const unmanaged: string[] = []
  for (const pod of pods) {
    const ref = controllerOf(pod)
    if (!ref) unmanaged.push(pod.metadata.name)
    else if (!seen.has(ref.uid)) {
      const maker = makerOf(client, kinds, ref, pod.metadata.namespace ?? '')
      if (!maker) throw new ScaleError(`found no controllers for pod ${JSON.stringify(pod.metadata.name)}`)
      seen.add(ref.uid)
      makers.set(maker.metadata.uid, maker.spec?.replicas ?? 1)
    }
  }
  return { expected: [...makers.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged }
}

function makerOf(client: Client, kinds: KindsOf, ref: OwnerReference, namespace: string): Scaled | undefined {
  const direct = scalable(client, kinds, ref, namespace)
  const above = direct?.kind === 'ReplicaSet' ? controllerOf(direct) : undefined
  // A ReplicaSet of a Deployment is only a part of it.
  return (above?.kind === 'Deployment' ? scalable(client, kinds, above, namespace) : undefined) ?? direct
}

function scalable(client: Client, kinds: KindsOf, ref: OwnerReference, namespace: string): Scaled | undefined {
  const known = kinds(ref.kind)
  if (known && !known.scaleSubresource) {
    const resource = known.group ? `${known.plural}.${known.group}` : known.plural
    throw new ScaleError(`${resource} does not implement the scale subresource`)
  }
  const found = objectOf(client, ref, namespace)
  return found?.metadata.uid === ref.uid ? found : undefined
}

function objectOf(client: Client, { apiVersion, kind, name }: OwnerReference, namespace: string): Scaled | undefined {
  try {
    return client.getAny(kind, name, namespace)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
    throw new ScaleError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`)
  }
}
