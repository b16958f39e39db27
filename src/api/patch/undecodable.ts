import type { PatchType } from '../client'
import { ApiError, invalid, invalidError } from '../errors'
import { isList, isObject, type Json } from './json'

/**
 * The 422 of a patch whose result is no object of its kind: the server tells the whole patch, or the whole object that it made, as the
 * value of a field `patch`. Upstream: jsonPatcher and smpPatcher, applyPatchToCurrentObject.
 */
export function undecodable(type: PatchType, patch: unknown, result: unknown, refused: ApiError): ApiError {
  const why = refused.message.replace(/^\S+ in version "\S+" cannot be handled as a \S+: /, '')
  const strategic = type === 'strategic'
  const value = strategic ? goMap(patch as Json) : JSON.stringify(result)
  const error = invalid('patch', value, strategic ? unstructured(why) : why)
  const { message, details } = invalidError({ group: '', plural: '', kind: '' }, '', [error])
  return new ApiError(422, 'Invalid', message, details, refused.fields)
}

/** A strategic patch is not read as JSON but converted from maps, which complains in its own words. Rule: fromUnstructured. */
function unstructured(why: string): string {
  const [, from = '', to = ''] = /^json: cannot unmarshal (\w+) into Go .* of type (.+)$/.exec(why) ?? []
  if (!to) return why
  const given = from === 'object' ? 'map' : from === 'array' ? 'slice' : from === 'number' ? 'int64' : from
  if (to.startsWith('map[')) return `cannot restore map from ${given}`
  if (to.startsWith('[]') && to !== '[]uint8') return `cannot restore slice from ${given}`
  return to.startsWith('v') ? `cannot restore struct from: ${given}` : `unrecognized type: ${to}`
}

/** A value as Go prints it with `%+v`. */
function goMap(value: Json): string {
  if (value === null) return '<nil>'
  if (isList(value)) return `[${value.map(goMap).join(' ')}]`
  if (!isObject(value)) return String(value)
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goMap(value[key]!)}`)
  return `map[${pairs.join(' ')}]`
}
