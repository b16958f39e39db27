import { PatchConflict, PatchError } from './errors'
import { goJson, isObject, objectOf, own, type Json, type JsonObject } from './json'
import { createJsonMergePatch, jsonMergePatch } from './jsonMergePatch'
import { patchTypeOf, type PatchType } from './patchSchema'
import { diffObjects, patchesConflict } from './strategicDiff'
import { composePatches, strategicMergePatch } from './strategicMerge'

/** Where `kubectl apply` keeps the manifest it sent last, to tell later what was taken out of it. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * The strategic merge patch of `kubectl apply`: what the manifest has and the live object lacks, and deletions of what the
 * last manifest had and this one lacks. What others added to the live object stays. Throws PatchError, PatchConflict when
 * not overwriting and live state was changed otherwise. Rule: strategicpatch.CreateThreeWayMergePatch.
 */
export function createThreeWayMergePatch(
  lastApplied: JsonObject,
  modified: JsonObject,
  live: JsonObject,
  type: PatchType,
  { overwrite = true } = {},
): JsonObject {
  const additions = diffObjects(live, modified, type, { changes: true, deletions: false, order: true })
  const deletions = diffObjects(lastApplied, modified, type, { changes: false, deletions: true, order: true })
  const patch = composePatches(deletions, additions, type)
  if (!overwrite) {
    const changed = diffObjects(lastApplied, live, type, { changes: true, deletions: true, order: false })
    if (patchesConflict(patch, changed, type)) throw conflict(patch, changed)
  }
  return patch
}

/** The same as a JSON merge patch, for custom kinds: lists are replaced whole. Rule: jsonmergepatch.CreateThreeWayJSONMergePatch. */
export function createThreeWayJsonMergePatch(lastApplied: JsonObject, modified: JsonObject, live: JsonObject): JsonObject {
  const additions = nulls(createJsonMergePatch(live, modified), false)
  const deletions = nulls(createJsonMergePatch(lastApplied, modified), true)
  return overlay(deletions, additions)
}

/** A patch and its type, as the client's `patch` takes them. */
export type ManifestPatch = { readonly type: 'strategic' | 'merge'; readonly patch: JsonObject }

/**
 * What `kubectl apply` of a manifest sends when the object already exists; an empty patch means `unchanged`. Live objects
 * without the annotation lose nothing. Throws PatchError, also when the manifest is about another object.
 */
export function manifestPatch(manifest: JsonObject, live: JsonObject): ManifestPatch {
  const modified = withLastApplied(manifest)
  const lastApplied = lastAppliedOf(live) ?? {}
  const type = patchTypeOf(String(own(manifest, 'apiVersion')), String(own(manifest, 'kind')))
  const patch = type
    ? createThreeWayMergePatch(lastApplied, modified, live, type)
    : createThreeWayJsonMergePatch(lastApplied, modified, live)
  const metadata = own(patch, 'metadata')
  const renames = isObject(metadata) && Object.hasOwn(metadata, 'name')
  if (renames || Object.hasOwn(patch, 'apiVersion') || Object.hasOwn(patch, 'kind')) {
    throw new PatchError('At least one of apiVersion, kind and name was changed', 400)
  }
  return { type: type ? 'strategic' : 'merge', patch }
}

/** Carries such a patch out without a server, as `kubectl diff` and the editor's preview need it. */
export function carryOut({ type: form, patch }: ManifestPatch, live: JsonObject): JsonObject {
  if (form === 'merge') return jsonMergePatch(live, patch) as JsonObject
  const type = patchTypeOf(String(own(live, 'apiVersion')), String(own(live, 'kind')))
  return strategicMergePatch(live, patch, type ?? {})
}

/** The manifest with itself in the annotation, as `kubectl apply` sends it: sorted keys, one line, without the annotation. */
export function withLastApplied(manifest: JsonObject): JsonObject {
  const metadata = asObject(own(manifest, 'metadata'))
  const others = Object.entries(asObject(own(metadata, 'annotations'))).filter(([key]) => key !== lastAppliedAnnotation)
  const bare = set(manifest, 'metadata', set(metadata, 'annotations', objectOf(others)))
  const annotations = objectOf([...others, [lastAppliedAnnotation, `${goJson(bare)}\n`]])
  return set(manifest, 'metadata', set(metadata, 'annotations', annotations))
}

/** The manifest that was applied last, from the live object's annotation; undefined without one, or if it is not an object. */
export function lastAppliedOf(live: JsonObject): JsonObject | undefined {
  const text = own(asObject(own(asObject(own(live, 'metadata')), 'annotations')), lastAppliedAnnotation)
  if (typeof text !== 'string') return undefined
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) throw new PatchError('invalid JSON document', 400)
    throw error
  }
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const set = (object: JsonObject, key: string, value: Json) => objectOf([...Object.entries(object), [key, value]])

/** Of a JSON merge patch, the deletions only, or everything but them. */
function nulls(patch: JsonObject, wanted: boolean): JsonObject {
  return objectOf(
    Object.entries(patch).flatMap(([key, value]): [string, Json][] => {
      if (isObject(value)) {
        const inner = nulls(value, wanted)
        return Object.keys(inner).length > 0 || (!wanted && Object.keys(value).length === 0) ? [[key, inner]] : []
      }
      return (value === null) === wanted ? [[key, value]] : []
    }),
  )
}

/** One JSON merge patch laid over another; nulls of either stay. */
const overlay = (under: JsonObject, over: JsonObject): JsonObject =>
  objectOf([
    ...Object.entries(under),
    ...Object.entries(over).map(([key, value]): [string, Json] => {
      const below = own(under, key)
      return [key, isObject(below) && isObject(value) ? overlay(below, value) : value]
    }),
  ])

const conflict = (patch: JsonObject, changed: JsonObject) =>
  new PatchConflict(`patch:\n${goJson(patch)}\nconflicts with changes made from original to current:\n${goJson(changed)}\n`)
