import { apiVersionOf, type KindDefinition } from './kind'

/** The kinds that a server serves. */
export class Registry {
  private readonly byKind = new Map<string, KindDefinition>()
  private readonly byName = new Map<string, KindDefinition>()

  constructor(definitions: readonly KindDefinition[]) {
    for (const definition of definitions) {
      if (this.byKind.has(definition.kind)) throw new Error(`kind registered twice: ${definition.kind}`)
      this.byKind.set(definition.kind, definition)
      for (const name of [definition.plural, definition.singular, ...(definition.shortNames ?? [])]) {
        if (!this.byName.has(name)) this.byName.set(name, definition)
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
    const definition = this.byKind.get(kind)
    return definition && apiVersionOf(definition) === apiVersion ? definition : undefined
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
}
