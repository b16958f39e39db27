import { fieldErrorText } from '../../src/api/errors'
import type { KindDefinition } from '../../src/api/kind'
import type { KubeObject } from '../../src/api/meta'

/** An object as its kind's defaults leave it. */
export const filled = <T extends KubeObject>(kind: KindDefinition<T>, object: object): T =>
  (kind.defaults ? kind.defaults(object as never) : object) as unknown as T

/** What a kind says against a new object. */
export const refusals = <T extends KubeObject>(kind: KindDefinition<T>, object: object): string[] =>
  (kind.validate?.(filled(kind, object)) ?? []).map(fieldErrorText)

/** What it says against one in the place of another. */
export const refusalsOfUpdate = <T extends KubeObject>(kind: KindDefinition<T>, object: object, old: object): string[] =>
  (kind.validateUpdate?.(filled(kind, object), filled(kind, old)) ?? []).map(fieldErrorText)
