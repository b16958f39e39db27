import type { KindDefinition } from '../../src/api/kind'
import { decode } from '../../src/api/schema/decode'

const modules = import.meta.glob<{ default: KindDefinition }>('../../src/kube/kinds/*/api.ts', { eager: true })

/** Every kind there is, by name. */
export const kinds: ReadonlyMap<string, KindDefinition> = new Map(
  Object.keys(modules)
    .sort()
    .map((path) => [modules[path]!.default.kind, modules[path]!.default]),
)

/** A kind that must be there; what names another fails its case. */
export function kindOf(name: string): KindDefinition {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`no kind ${name}`)
  return kind
}

/** A vector's manifest as the server reads it: decoded by the kind's schema, with a namespace where one is needed. */
export function read<T>(kind: KindDefinition, manifest: object): T {
  if (!kind.schema) return manifest as T
  const { object, errors } = decode(kind.schema, manifest)
  if (errors.length) throw new Error(errors.map((error) => error.message).join('; '))
  return object as T
}
