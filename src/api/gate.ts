import type { Authorization, User } from './authorization'
import { ApiError } from './errors'
import type { KindDefinition } from './kind'
import type { Refusals } from './refusals'
import type { Stations } from './stations'

/** What stops a caller from getting an answer at all. */
export interface Reachability {
  /** Throws ApiError when `actor` gets no answer now. */
  check(actor: string): void
}

/** What a request names. */
export interface Named {
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace?: string }
}

/** Lets requests in or not, and keeps who was refused and why. */
export class Gate {
  /** Is a request under way? What it asks for in turn is part of it, and already allowed. */
  private inside = false

  constructor(
    private readonly stations: Stations,
    private readonly refusals: Refusals,
    readonly reachability: Reachability,
    private readonly authorization: Authorization | undefined,
  ) {}

  /** Runs one request: reachable, authorized, and its refusal told. */
  through<T>(actor: string, verb: string, kind: KindDefinition, part: string, { metadata }: Named, act: () => T): T {
    if (this.inside) return act()
    this.reachability.check(actor)
    this.inside = true
    if (this.stations.warnings.length) this.stations.warnings = []
    const { name = '', namespace } = metadata
    const within = kind.namespaced ? namespace || 'default' : ''
    try {
      if (this.authorization) {
        this.stations.at = 'rbac'
        this.authorization.check(actor, verb, kind, part, within, verb === 'create' && !part ? '' : name)
        this.stations.at = ''
      }
      const done = act()
      if (this.stations.warnings.length) this.warned(actor, verb, kind, within, name)
      return done
    } catch (error) {
      this.refused(error, actor, verb, kind, within, name || metadata.generateName || '')
      throw error
    } finally {
      this.inside = false
      this.stations.at = ''
    }
  }

  /** Throws Forbidden when the actor may not get an object or list a kind (everywhere, without `namespace`). */
  mayRead(actor: string, verb: 'get' | 'list', kind: KindDefinition, namespace: string, name: string): void {
    if (!this.authorization || this.inside) return
    try {
      this.authorization.checkRead(actor, verb, kind, namespace, name)
    } catch (error) {
      this.refused(error, actor, verb, kind, namespace, name)
      throw error
    }
  }

  userOf(actor: string): User {
    return this.authorization?.userOf(actor) ?? { name: actor, groups: [] }
  }

  private refused(error: unknown, actor: string, verb: string, kind: KindDefinition, namespace: string, name: string): void {
    if (!(error instanceof ApiError)) return
    const by = this.stations.at || (error.code === 429 ? 'disruption' : error.code === 403 ? 'rbac' : 'validation')
    const user = this.userOf(actor).name
    this.refusals.note({ actor, user, verb, kind: kind.kind, namespace, name }, error, by)
  }

  private warned(actor: string, verb: string, kind: KindDefinition, namespace: string, name: string): void {
    const request = { actor, user: this.userOf(actor).name, verb, kind: kind.kind, namespace, name }
    for (const { message, by } of this.stations.warnings) this.refusals.warned(request, message, by)
  }
}
