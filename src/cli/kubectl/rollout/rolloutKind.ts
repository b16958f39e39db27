import type { KubeObject } from '../../../api/meta'
import { UsageError, type Shell } from '../shell'

/** A revision as `kubectl rollout history` lists it. */
export interface Revision {
  readonly revision: number
  readonly changeCause: string
}

/** What rolling out means for one kind. Methods throw RangeError with kubectl's words when they cannot. */
export interface RolloutKind {
  readonly kind: string
  /** How far it is, in kubectl's words; `failed` when it will not get there. */
  status(object: KubeObject): { readonly text: string; readonly done: boolean; readonly failed?: boolean }
  /** Oldest first. */
  history(shell: Shell, object: KubeObject): readonly Revision[]
  /** Goes back to a revision; 0 means the one before. Returns what kubectl answers. */
  undo(shell: Shell, object: KubeObject, revision: number): string
}

/** The rollout of a kind. Throws UsageError for kinds that have none. */
export function rolloutOf(kinds: readonly RolloutKind[], kind: string, doing: string): RolloutKind {
  const found = kinds.find((one) => one.kind === kind)
  if (!found) throw new UsageError(`error: ${doing}`)
  return found
}
