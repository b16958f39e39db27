import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import type { KindDefinition } from '../../../api/kind'
import type { KindName, KubeObject, LabelSelector } from '../../../api/meta'
import type { HorizontalPodAutoscaler } from './types'

const definitions = import.meta.glob<{ default: KindDefinition }>('../*/api.ts', { eager: true })
const byKind = new Map(Object.values(definitions).map(({ default: kind }) => [kind.kind, kind]))

interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector | Readonly<Record<string, string>> }
  readonly status?: { readonly replicas?: number }
}

/** The scale of what an autoscaler sizes. */
export interface Scale {
  readonly specReplicas: number
  readonly statusReplicas: number
  /** Undefined when the target selects nothing. */
  readonly selector: LabelSelector | undefined
  resize(replicas: number): void
}

/** There is no scale; `message` in the words of the API machinery. */
export class NoScale extends Error {}

/** Reads the scale subresource of an autoscaler's target. Throws NoScale. */
export function scaleOf(client: Client, { metadata, spec: { scaleTargetRef } }: HorizontalPodAutoscaler): Scale {
  const { apiVersion = '', kind: kindName, name } = scaleTargetRef
  const parts = apiVersion.split('/')
  if (parts.length > 2) throw new NoScale(`unexpected GroupVersion string: ${apiVersion}`)
  const group = parts.length === 2 ? parts[0]! : ''
  const kind = byKind.get(kindName)
  if (!kind || kind.group !== group) {
    throw new NoScale(`no matches for kind ${JSON.stringify(kindName)} in group ${JSON.stringify(group)}`)
  }
  if (!kind.scaleSubresource) throw new NoScale('the server could not find the requested resource')
  const object = found(client, kindName, name, metadata.namespace) as Scaled | undefined
  if (!object) {
    throw new NoScale(`${kind.plural}/scale${group && `.${group}`} ${JSON.stringify(name)} not found`)
  }
  return {
    specReplicas: object.spec?.replicas ?? 0,
    statusReplicas: object.status?.replicas ?? 0,
    selector: asSelector(object.spec?.selector),
    resize: (replicas) => client.scale(kindName as KindName, object, replicas),
  }
}

function found(client: Client, kind: string, name: string, namespace: string | undefined): KubeObject | undefined {
  try {
    return client.getAny(kind, name, namespace)
  } catch (error) {
    if (error instanceof ApiError) throw new NoScale(error.message)
    throw error
  }
}

/** ReplicationControllers select by plain labels. */
function asSelector(selector: NonNullable<Scaled['spec']>['selector']): LabelSelector | undefined {
  if (!selector || !Object.keys(selector).length) return undefined
  if ('matchLabels' in selector || 'matchExpressions' in selector) return selector as LabelSelector
  return { matchLabels: selector as Readonly<Record<string, string>> }
}
