import type { PatchType } from '../client'
import { decodeBody, type DecodedBody, type FieldValidation } from '../decodeBody'
import { ApiError, badRequestError } from '../errors'
import { apiVersionOf, type KindDefinition } from '../kind'
import type { KubeObject } from '../meta'
import type { Served } from '../registry'
import { patchApiError, PatchError } from './errors'
import { isList, isObject, type Json, type JsonObject } from './json'
import { jsonMergePatch } from './jsonMergePatch'
import { jsonPatch, type JsonPatchOperation } from './jsonPatch'
import { patchTypeOf } from './patchSchema'
import { strategicMergePatch } from './strategicMerge'
import { undecodable } from './undecodable'

/** The object as a PATCH request would make it; nothing is stored. Throws ApiError as the API server answers a bad patch. */
export function patchedObject(type: PatchType, object: KubeObject, body: unknown, kind: KindDefinition): KubeObject {
  const live = object as unknown as JsonObject
  const patch = body as Json
  try {
    const result = patched(type, live, patch, kind)
    if (!isObject(result) || !isObject(result['metadata'])) throw badRequestError('the patch must leave an object with metadata')
    return result as unknown as KubeObject
  } catch (error) {
    throw error instanceof PatchError ? patchApiError(error) : error
  }
}

/** What a patch made, as the server would hold it. Throws the Invalid of a patch that makes no object of its kind. */
export function decodePatched(
  served: Served,
  result: KubeObject,
  validation: FieldValidation | undefined,
  type: PatchType,
  body: unknown,
): DecodedBody {
  try {
    return decodeBody(served, result, validation)
  } catch (error) {
    throw error instanceof ApiError && error.reason === 'BadRequest' ? undecodable(type, body, result, error) : error
  }
}

function patched(type: PatchType, live: JsonObject, patch: Json, kind: KindDefinition): Json {
  if (type === 'json') {
    if (!isList(patch))
      throw badRequestError('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch')
    return jsonPatch(live, patch as unknown as readonly JsonPatchOperation[])
  }
  if (!isObject(patch)) throw badRequestError('error decoding patch: a patch must be an object')
  if (type === 'merge') return jsonMergePatch(live, patch)
  const schema = patchTypeOf(apiVersionOf(kind), kind.kind)
  if (!schema) {
    const message =
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json'
    throw new ApiError(415, 'UnsupportedMediaType', message)
  }
  return strategicMergePatch(live, patch, schema)
}
