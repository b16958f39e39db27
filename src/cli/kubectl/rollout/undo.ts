import { integer, parseFlags } from '../flags'
import { objects, titleOf } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'
import { rolloutOf, type RolloutKind } from './rolloutKind'

/** `kubectl rollout undo`. */
export function* undo(shell: Shell, words: readonly string[], kinds: readonly RolloutKind[]): Running {
  const { words: named, flags } = parseFlags('rollout undo', words, { selector: 'text', 'to-revision': 'text' })
  const revision = integer(flags, 'to-revision') ?? 0
  if (revision < 0) throw new UsageError(`error: revision must be a positive integer: ${revision}`)
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const rollout = rolloutOf(kinds, kind.kind, `no rollbacker has been implemented for ${JSON.stringify(kind.kind)}`)
    shell.out(`${titleOf(kind, object.metadata.name)} ${undone(rollout, shell, object, revision)}`)
  }
  return 0
}

function undone(rollout: RolloutKind, shell: Shell, object: Parameters<RolloutKind['undo']>[1], revision: number): string {
  try {
    return rollout.undo(shell, object, revision)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`error: ${error.message}`)
    throw error
  }
}
