import { badRequestError } from '../errors'
import { formatLabelSelector } from '../labels'
import type { KubeObject, LabelSelector } from '../meta'
import { jsonMergePatch } from '../patch/jsonMergePatch'
import { jsonPatch, type JsonPatchOperation } from '../patch/jsonPatch'
import { isList, isObject, type Json, type JsonObject } from '../patch/json'
import type { PatchType } from '../client'

interface Scalable extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector | Readonly<Record<string, string>> }
  readonly status?: { readonly replicas?: number }
}

/** How big an object is and is to be; upstream: autoscaling/v1 Scale. */
export interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number }
  readonly status: { readonly replicas: number; readonly selector?: string }
}

/** GET NAME/scale of an object. */
export function scaleOf(object: KubeObject): Scale {
  const { metadata, spec, status } = object as Scalable
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata
  const selector = spec?.selector && formatLabelSelector(asSelector(spec.selector))
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, ...(namespace && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { ...(spec?.replicas && { replicas: spec.replicas }) },
    status: { replicas: status?.replicas ?? 0, ...(selector && { selector }) },
  }
}

/** The number of replicas that a patch of a Scale asks for. Throws BadRequest and PatchError. */
export function patchedReplicas(scale: Scale, type: PatchType, body: unknown): number {
  const live = scale as unknown as JsonObject
  const patch = body as Json
  if (type === 'json' && !isList(patch)) throw badRequestError('error decoding patch: a JSON patch must be a list')
  if (type !== 'json' && !isObject(patch)) throw badRequestError('error decoding patch: a patch must be an object')
  const result =
    type === 'json'
      ? jsonPatch(live, patch as unknown as readonly JsonPatchOperation[])
      : jsonMergePatch(live, patch as JsonObject)
  return replicasOf(result)
}

/** What a Scale asks for; one that says nothing asks for none, as Go reads it. Throws BadRequest. */
export function replicasOf(scale: unknown): number {
  const { spec } = scale as Partial<Scale>
  const replicas = spec?.replicas ?? 0
  if (!Number.isInteger(replicas)) {
    throw badRequestError(
      `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
    )
  }
  return replicas
}

/** A ReplicationController selects by a plain map. */
function asSelector(selector: NonNullable<NonNullable<Scalable['spec']>['selector']>): LabelSelector {
  if ('matchLabels' in selector || 'matchExpressions' in selector) return selector as LabelSelector
  return { matchLabels: selector as Readonly<Record<string, string>> }
}
