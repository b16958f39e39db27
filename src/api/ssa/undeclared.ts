import { ApiError } from '../errors'
import { isList, isObject, type Json } from '../patch/json'
import type { Served } from '../registry'
import { pathText } from './fieldSet'
import { fieldType, stepTo, typeFor, type MergeType } from './type'

/**
 * The 500 of a configuration that does not fit its type: nothing can be owned of a field that nobody declared, so that no fieldValidation
 * helps. Upstream: typed.AsTyped, in the words of its ValidationErrors.
 */
export function misfit({ group, version, kind }: Served, config: Json, complaints: readonly string[]): ApiError {
  const { name = '', namespace = '' } = (config as { metadata?: { name?: string; namespace?: string } }).metadata ?? {}
  const why = complaints.length === 1 ? complaints[0] : ['errors:', ...complaints.map((one) => `  ${one}`)].join('\n')
  const what = `${namespace}/${name}; ${group}/${version}, Kind=${kind.kind}`
  return new ApiError(500, '', `failed to create typed patch object (${what}): ${why}`)
}

/** What of a value its type does not know: fields that are not declared, keys that stand twice in a list. */
export function misfits(type: MergeType, value: Json, path: readonly string[] = []): string[] {
  const of = typeFor(type, value)
  if (of.is === 'list' && isList(value)) {
    const steps = value.map((item) => stepTo(of, item))
    const twice = of.atomic ? [] : [...new Set(steps.filter((step, i) => steps.indexOf(step) < i))]
    return [
      ...twice.map((step) => `${pathText(path)}: duplicate entries for key ${pathText([step])}`),
      ...value.flatMap((item, i) => misfits(of.items(), item, [...path, of.atomic ? `i:${i}` : steps[i]!])),
    ]
  }
  if (of.is !== 'map' || !isObject(value)) return []
  return Object.entries(value).flatMap(([name, held]) => {
    const step = [...path, `f:${name}`]
    if (!of.field(name) && !of.entries) return [`${pathText(step)}: field not declared in schema`]
    return misfits(fieldType(of, name), held, step)
  })
}
