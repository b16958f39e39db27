import { PatchConflict, PatchError } from '../../../src/api/patch/errors'
import { isObject, type Json, type JsonObject } from '../../../src/api/patch/json'
import { jsonMergePatch } from '../../../src/api/patch/jsonMergePatch'
import { jsonPatch, type JsonPatchOperation } from '../../../src/api/patch/jsonPatch'
import { patchTypeOf, type PatchType } from '../../../src/api/patch/patchSchema'
import { strategicMergePatch } from '../../../src/api/patch/strategicMerge'
import { createThreeWayMergePatch } from '../../../src/api/patch/threeWay'
import { defineAdapter, same } from '../adapter'

type In =
  | { op: 'strategicMergePatch'; schema: string; original: JsonObject; patch: JsonObject }
  | {
      op: 'createThreeWayMergePatch'
      schema: string
      lastApplied: JsonObject
      modified: JsonObject
      current: JsonObject
      overwrite: boolean
    }
  | { op: 'apply'; schema: string; lastApplied: JsonObject; modified: JsonObject; current: JsonObject }
  | { op: 'jsonMergePatch'; schema: string; original: Json; patch: Json }
  | { op: 'jsonPatch'; schema: string; original: Json; patch: JsonPatchOperation[] }
type Out = { error?: boolean; conflict?: boolean; patch?: JsonObject; result?: Json; message?: string }

export default defineAdapter<In, Out>({
  ops: ['strategicMergePatch', 'createThreeWayMergePatch', 'apply', 'jsonMergePatch', 'jsonPatch'],
  run(input) {
    const answer = () => run(input)
    return input.op === 'apply' ? answer() : orError(input.op === 'createThreeWayMergePatch', answer)
  },
  equal(expected, got, input) {
    if (input.op === 'createThreeWayMergePatch') {
      // The order of directives and list items within a patch is free: what counts is what it does.
      if (expected.error !== got.error || expected.conflict !== got.conflict) return false
      return !expected.patch || same(effect(expected.patch, input), effect(got.patch ?? {}, input))
    }
    // Not every failure was recorded with its message, which kubectl prints after `error: `.
    const { message, ...rest } = got
    if (expected.message !== undefined && expected.message !== `error: ${message}`) return false
    return same({ ...expected, message: null }, { ...rest, message: null })
  },
})

function run(input: In): Out {
  switch (input.op) {
    case 'strategicMergePatch':
      return { error: false, result: strategicMergePatch(input.original, input.patch, schema(input.schema)) }
    case 'createThreeWayMergePatch': {
      const { lastApplied, modified, current, overwrite } = input
      return {
        error: false,
        conflict: false,
        patch: createThreeWayMergePatch(lastApplied, modified, current, schema(input.schema), { overwrite }),
      }
    }
    case 'apply': {
      const patch = createThreeWayMergePatch(input.lastApplied, input.modified, input.current, schema(input.schema))
      return { patch, result: strategicMergePatch(input.current, patch, schema(input.schema)) }
    }
    case 'jsonMergePatch':
      return { error: false, result: jsonMergePatch(input.original, input.patch) }
    case 'jsonPatch':
      return { error: false, result: jsonPatch(input.original, input.patch) }
  }
}

function orError(threeWay: boolean, action: () => Out): Out {
  try {
    return action()
  } catch (error) {
    if (error instanceof PatchConflict) return { error: true, conflict: true }
    if (error instanceof PatchError) return { error: true, message: error.message, ...(threeWay && { conflict: false }) }
    throw error
  }
}

const effect = (patch: JsonObject, input: { schema: string; current: JsonObject }) =>
  isObject(patch) ? strategicMergePatch(input.current, patch, schema(input.schema)) : patch

/** The types that upstream's own tests declare; any other name is `apiVersion/Kind`. */
const mergeItem: PatchType = {
  mergingList: { merge: 'name', get of() { return mergeItem } }, // prettier-ignore
  nonMergingList: { get of() { return mergeItem } }, // prettier-ignore
  mergingIntList: { merge: '' },
  mergeItemPtr: { merge: 'name', get of() { return mergeItem } }, // prettier-ignore
  replacingItem: { replace: true },
  retainKeysMap: {
    retainKeys: true,
    of: { mergingIntList: { merge: '' }, mergingList: { merge: 'name', get of() { return mergeItem } } }, // prettier-ignore
  },
  retainKeysMergingList: { merge: 'name', retainKeys: true, get of() { return mergeItem } }, // prettier-ignore
}

function schema(name: string): PatchType {
  if (name === 'MergeItem') return mergeItem
  if (name === 'PrecisionItem') return {}
  const slash = name.lastIndexOf('/')
  const type = patchTypeOf(name.slice(0, slash), name.slice(slash + 1))
  if (!type) throw new Error(`no patch type for ${name}`)
  return type
}
