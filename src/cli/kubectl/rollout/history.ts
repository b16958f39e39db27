import { integer, parseFlags } from '../flags'
import { objects, titleOf } from '../resources'
import { aligned } from '../table'
import { UsageError, type Running, type Shell } from '../shell'
import { rolloutOf, type RolloutKind } from './rolloutKind'

/** `kubectl rollout history`. */
export function* history(shell: Shell, words: readonly string[], kinds: readonly RolloutKind[]): Running {
  const { words: named, flags } = parseFlags('rollout history', words, { selector: 'text', revision: 'text' })
  const wanted = integer(flags, 'revision') ?? 0
  if (wanted < 0) throw new UsageError(`error: revision must be a positive integer: ${wanted}`)
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const rollout = rolloutOf(kinds, kind.kind, `no history viewer has been implemented for ${JSON.stringify(kind.kind)}`)
    const lines = rollout.history(shell, object)
    const title = titleOf(kind, object.metadata.name)
    if (wanted) {
      if (!lines.some(({ revision }) => revision === wanted)) throw new UsageError(`error: unable to find the specified revision`)
      shell.out(`${title} with revision #${wanted}`)
      continue
    }
    shell.out(`${title} `)
    if (lines.length === 0) shell.out('No rollout history found.')
    else
      for (const line of aligned(
        [['REVISION', 'CHANGE-CAUSE'], ...lines.map((one) => [String(one.revision), one.changeCause])],
        2,
      ))
        shell.out(line)
    shell.out('')
  }
  return 0
}
