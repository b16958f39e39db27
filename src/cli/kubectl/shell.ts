import type { Client } from '../../api/client'
import type { KindDefinition } from '../../api/kind'

/** The kinds a cluster serves, as kubectl's discovery finds them; `Registry` is one. */
export interface KindLookup {
  get(kind: string): KindDefinition | undefined
  /** By plural, singular or short name. */
  byResource(name: string): KindDefinition | undefined
  /** The kinds of a category such as `all`; undefined when there is no such category. */
  byCategory(name: string): readonly KindDefinition[] | undefined
}

/** What a command stands on: a cluster, a clock, and two streams of lines. */
export interface Shell {
  readonly client: Client
  /** The client of somebody else, for `--as` and `--as-group`. Throws Forbidden when that is not allowed. */
  readonly clientAs?: (user: string, groups: readonly string[]) => Client
  readonly kinds: KindLookup
  /** The namespace of the context; `-n` wins over it. */
  readonly namespace: string
  /** Virtual ms. */
  readonly now: number
  out(line: string): void
  err(line: string): void
}

/**
 * A command under way: yields the virtual ms that it would wait, and is resumed when they are over; returns its exit code.
 * Whoever drives it decides what waiting means, so a command never knows of clocks.
 */
export type Running = Generator<number, number, void>

/** One verb of kubectl, given the words after it. */
export type Verb = (shell: Shell, words: readonly string[]) => Running

/** A refusal by kubectl itself; `message` is the line it prints, `error: ` included where kubectl says it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** How often commands that wait look again, virtual ms. */
export const POLL_MS = 50
