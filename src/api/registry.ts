import { groupRank } from './groups'
import { apiVersionOf, type KindDefinition, type ServedVersion } from './kind'

/** One version under which a kind is served; `as` is undefined for the version in which it is stored. */
export interface Served {
  readonly kind: KindDefinition
  readonly group: string
  readonly version: string
  readonly as: ServedVersion | undefined
}

/** A group with its versions, the preferred one first. */
export interface ServedGroup {
  readonly name: string
  readonly versions: readonly string[]
}

/** The kinds that a server serves. */
export class Registry {
  private readonly byKind = new Map<string, KindDefinition>()
  private readonly byName = new Map<string, KindDefinition>()
  /** By `apiVersion plural` and by `apiVersion Kind`, which never meet: kinds begin with a capital. */
  private readonly served = new Map<string, Served>()
  private readonly byGroupVersion = new Map<string, Served[]>()

  constructor(definitions: readonly KindDefinition[]) {
    for (const definition of definitions) {
      if (this.byKind.has(definition.kind)) throw new Error(`kind registered twice: ${definition.kind}`)
      this.byKind.set(definition.kind, definition)
      for (const name of [definition.plural, definition.singular, ...(definition.shortNames ?? [])]) {
        if (!this.byName.has(name)) this.byName.set(name, definition)
      }
      this.serve({ kind: definition, group: definition.group, version: definition.version, as: undefined })
      for (const as of definition.servedAs ?? []) {
        this.serve({ kind: definition, group: as.group, version: as.version, as })
      }
    }
  }

  /** All kinds, in the order of registration. */
  get kinds(): readonly KindDefinition[] {
    return [...this.byKind.values()]
  }

  get(kind: string): KindDefinition | undefined {
    return this.byKind.get(kind)
  }

  /** By what a manifest says. */
  find(apiVersion: string, kind: string): KindDefinition | undefined {
    return this.version(apiVersion, kind)?.kind
  }

  /** The version of a kind that a manifest names; undefined when it is not served (any more). */
  version(apiVersion: string, kind: string): Served | undefined {
    return this.served.get(`${apiVersion} ${kind}`)
  }

  /** By the parts of a request's path. */
  resource(apiVersion: string, plural: string): Served | undefined {
    return this.served.get(`${apiVersion} ${plural}`)
  }

  /** What is served under a group and version, in the order of its names. */
  resources(apiVersion: string): readonly Served[] {
    return this.byGroupVersion.get(apiVersion) ?? []
  }

  /** All groups but the core one, in the order in which the real server tells them. */
  get groups(): readonly ServedGroup[] {
    const groups = new Map<string, string[]>()
    for (const [{ group, version }] of this.byGroupVersion.values() as IterableIterator<[Served]>) {
      if (!group) continue
      const versions = groups.get(group)
      if (versions) versions.push(version)
      else groups.set(group, [version])
    }
    return [...groups]
      .map(([name, versions]) => ({ name, versions: versions.sort(byVersion) }))
      .sort((a, b) => groupRank(a.name) - groupRank(b.name) || (a.name < b.name ? -1 : 1))
  }

  /** By plural, singular or short name, as typed after `kubectl get`. */
  byResource(name: string): KindDefinition | undefined {
    return this.byName.get(name.toLowerCase())
  }

  /** The kinds of a category such as `all`; undefined when no kind is in it. */
  byCategory(name: string): readonly KindDefinition[] | undefined {
    const found = this.kinds.filter(({ categories }) => categories?.includes(name))
    return found.length ? found : undefined
  }

  private serve(one: Served): void {
    const apiVersion = apiVersionOf(one)
    this.served.set(`${apiVersion} ${one.kind.plural}`, one)
    this.served.set(`${apiVersion} ${one.kind.kind}`, one)
    const others = this.byGroupVersion.get(apiVersion)
    if (!others) this.byGroupVersion.set(apiVersion, [one])
    else {
      others.push(one)
      others.sort((a, b) => (a.kind.plural < b.kind.plural ? -1 : 1))
    }
  }
}

const stability = (version: string) => (/alpha/.test(version) ? 2 : /beta/.test(version) ? 1 : 0)
const numbers = (version: string) => (version.match(/\d+/g) ?? []).map(Number)

/** Stable before beta before alpha, newer before older; upstream: version.CompareKubeAwareVersionStrings. */
function byVersion(a: string, b: string): number {
  const [x, y] = [numbers(a), numbers(b)]
  return stability(a) - stability(b) || (y[0] ?? 0) - (x[0] ?? 0) || (y[1] ?? 0) - (x[1] ?? 0)
}
