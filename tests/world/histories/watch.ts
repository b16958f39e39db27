import type { Change } from '../../../src/api/store'
import type { World } from '../../../src/world/world'

/** What a rule sees of a world. */
export interface Watched {
  readonly world: World
  /** Who made a change, as the trace names it. */
  actorOf(change: Change): string
  /** Tells of a broken rule; the history fails at its next step. */
  broken(what: string): void
}

/** Something that must hold: after every write, or whenever somebody looks. */
export interface Watch {
  written?(change: Change): void
  look?(): void
}

export type Rule = (watched: Watched) => Watch

/** Holds rules against a world until `end`. `look` throws what was found broken. */
export function watchOver(world: World, rules: readonly Rule[]): { look(): void; end(): void } {
  const found: string[] = []
  let open = true
  const watched: Watched = {
    world,
    actorOf: ({ cause }) => world.kernel.trace.get(cause)?.from ?? '',
    broken: (what) => void found.push(`at ${world.now / 1000} s: ${what}`),
  }
  const watches = rules.map((rule) => rule(watched))
  const heard = watches.filter(({ written }) => written)
  world.cluster.store.onChange((change) => {
    if (open) for (const watch of heard) watch.written!(change)
  })
  return {
    look() {
      for (const watch of watches) watch.look?.()
      if (found.length) throw new Error([...new Set(found)].join('\n'))
    },
    end: () => void (open = false),
  }
}
