import type { KindName } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { parseFlags } from '../flags'
import { objects, titleOf } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'
import { rolloutOf, type RolloutKind } from './rolloutKind'

/** `kubectl rollout restart`: a new annotation makes the template new. */
export function* restart(shell: Shell, words: readonly string[], kinds: readonly RolloutKind[]): Running {
  const { words: chosen, flags } = parseFlags('rollout restart', words, { selector: 'text' })
  for (const { kind, object } of objects(shell, chosen, flags.get('namespace') ?? shell.namespace, flags)) {
    const named = `${kind.group ? `${kind.plural}.${kind.group}` : kind.plural} ${JSON.stringify(object.metadata.name)}`
    rolloutOf(kinds, kind.kind, `${named} restarting is not supported`)
    if ((object as { spec?: { paused?: boolean } }).spec?.paused) {
      throw new UsageError(`error: ${named} can't restart paused deployment (run rollout resume first)`)
    }
    const annotations = { 'kubectl.kubernetes.io/restartedAt': timestamp(shell.now) }
    shell.client.patch(kind.kind as KindName, object, 'strategic', { spec: { template: { metadata: { annotations } } } })
    shell.out(`${titleOf(kind, object.metadata.name)} restarted`)
  }
  return 0
}
