import type { KindName } from '../../../api/meta'
import { parseFlags } from '../flags'
import { objects, titleOf } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'

/** `kubectl rollout pause`. */
export const pause = (shell: Shell, words: readonly string[]): Running => setPaused(shell, words, true)

/** `kubectl rollout resume`. */
export const resume = (shell: Shell, words: readonly string[]): Running => setPaused(shell, words, false)

function* setPaused(shell: Shell, words: readonly string[], wanted: boolean): Running {
  const verb = wanted ? 'pause' : 'resume'
  const { words: named, flags } = parseFlags(`rollout ${verb}`, words, { selector: 'text' })
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const { spec, metadata } = object as typeof object & { spec?: { paused?: boolean } }
    if (kind.kind !== 'Deployment')
      throw new UsageError(
        `error: ${kind.plural}.${kind.group} ${JSON.stringify(metadata.name)} ${wanted ? 'pausing' : 'resuming'} is not supported`,
      )
    if (Boolean(spec?.paused) === wanted) {
      const why = wanted ? 'is already paused' : 'is not paused'
      throw new UsageError(`error: ${kind.plural}.${kind.group} ${JSON.stringify(metadata.name)} ${why}`)
    }
    shell.client.patch(kind.kind as KindName, object, 'strategic', { spec: { paused: wanted } })
    shell.out(`${titleOf(kind, metadata.name)} ${verb}d`)
  }
  return 0
}
