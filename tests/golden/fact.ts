import type { Condition, KubeObject } from '../../src/api/meta'
import { controllerOf } from '../../src/api/meta'
import { starred, type Names } from './names'

/** What the recorder notes of a cluster; the README of the scenarios tells the shapes. */
export type Facts = Record<string, unknown>

/** What facts are made of. */
export interface Source {
  /** The objects of a kind in the scenario's namespace (of the cluster, for kinds without namespaces). */
  of<T extends KubeObject>(kind: string): readonly T[]
  readonly names: Names
}

/** The facts about one kind: the default export of a file in `facts/`. Empty facts are left out. */
export interface FactsOfKind {
  readonly name: string
  readonly facts: (source: Source) => unknown
}

export const isGoing = (metadata: KubeObject['metadata']) => metadata.deletionTimestamp !== undefined

export const byName = <T extends KubeObject>(objects: readonly T[], fact: (object: T) => unknown): Record<string, unknown> =>
  Object.fromEntries(objects.map((object) => [starred(object), fact(object)]))

/** `type: "status/reason"`. */
export const conditionsOf = (conditions: readonly Condition[] = []) =>
  Object.fromEntries(conditions.map(({ type, status, reason }) => [type, reason ? `${status}/${reason}` : status]))

export const imagesOf = (template: { spec?: { containers?: readonly { image?: string }[] } }) =>
  template.spec?.containers?.map(({ image }) => image)

/** The fields of a status that have a value. */
export function counts(status: object | undefined, fields: readonly string[]): Record<string, unknown> {
  const all = (status ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    fields
      .filter((field) => all[field] !== undefined && (all[field] !== 0 || field === 'replicas'))
      .map((field) => [field, all[field]]),
  )
}

/** `Kind/name` of the controlling owner. */
export const ownerOf = (object: KubeObject, names: Names) => {
  const owner = controllerOf(object)
  return owner ? `${owner.kind}/${names.of(owner.name)}` : null
}
