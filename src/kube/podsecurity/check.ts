import type { Container, PodSpec } from '../kinds/pod/api'

/** Why a pod is below a level, in upstream's words: what is wrong, and where. */
export interface Finding {
  readonly reason: string
  readonly detail: string
}

/** What a check looks at. */
export interface Checked {
  readonly spec: PodSpec
  readonly annotations: Readonly<Record<string, string>>
}

/** One control of the Pod Security Standards. `versions` are the minor versions from which each reading of it holds, newest first. */
export interface Check {
  readonly id: string
  readonly level: 'baseline' | 'restricted'
  /** The baseline check that this one takes the place of. */
  readonly instead?: string
  readonly versions: readonly (readonly [since: number, run: (pod: Checked) => Finding | undefined])[]
}

/** All containers, those that start the pod first. */
export const containersOf = ({
  initContainers = [],
  containers = [],
  ephemeralContainers = [],
}: PodSpec): readonly Container[] => [...initContainers, ...containers, ...ephemeralContainers]

export const quoteAll = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ')

/** `container "a"` or `containers "a", "b"`. */
export const containersText = (names: readonly string[]): string => `container${names.length > 1 ? 's' : ''} ${quoteAll(names)}`

/** Names of the containers for which something is true. */
export const namesWhere = (spec: PodSpec, is: (container: Container) => boolean): string[] =>
  containersOf(spec)
    .filter(is)
    .map(({ name }) => name)

/** `pod`, `container "a"`, or both with a word between them; '' for neither. */
export const setters = (pod: boolean, names: readonly string[], between = 'and'): string =>
  [...(pod ? ['pod'] : []), ...(names.length ? [containersText(names)] : [])].join(` ${between} `)

export const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort()
