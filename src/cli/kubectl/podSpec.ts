import type { KubeObject } from '../../api/meta'

/** The parts of a pod spec that commands change. */
export interface NamedContainers {
  readonly containers?: readonly { readonly name: string; readonly image?: string }[]
  readonly initContainers?: readonly { readonly name: string; readonly image?: string }[]
}

/** Where kinds keep their pod spec: a pod itself, a workload's template, a template within a template. */
const places: readonly (readonly string[])[] = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
]

/** An object's pod spec and the path to it; undefined when it has none. */
export function podSpecOf(object: KubeObject): { readonly path: readonly string[]; readonly spec: NamedContainers } | undefined {
  for (const path of places) {
    const spec = path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object)
    if ((spec as NamedContainers | undefined)?.containers) return { path, spec: spec as NamedContainers }
  }
  return undefined
}

/** `value` at the end of a path, for patches: `{spec: {template: value}}`. */
export const nested = (path: readonly string[], value: unknown): Record<string, unknown> =>
  path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value) as Record<string, unknown>

/** Is a container one of those that `-c` chooses? `*` stands for anything. */
export const isChosen = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name)
