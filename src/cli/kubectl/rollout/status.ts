import { duration, parseFlags } from '../flags'
import { found, objects } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'
import { rolloutOf, type RolloutKind } from './rolloutKind'

/** Short, so that no step of a rollout goes by unseen, virtual ms. */
const LOOK_MS = 10

/** `kubectl rollout status`: says how far it is at every change until it is done. */
export function* status(shell: Shell, words: readonly string[], kinds: readonly RolloutKind[]): Running {
  const { words: named, flags } = parseFlags('rollout status', words, {
    selector: 'text',
    watch: 'switch',
    timeout: 'text',
    revision: 'text',
  })
  const namespace = flags.get('namespace') ?? shell.namespace
  const limit = duration(flags, 'timeout')
  const end = limit ? shell.now + limit : Infinity
  for (const { kind, object } of objects(shell, named, namespace, flags)) {
    const rollout = rolloutOf(kinds, kind.kind, `no status viewer has been implemented for ${kind.plural}`)
    let seen = ''
    for (;;) {
      const now = found(shell, kind, object.metadata.name, namespace)
      if (now.metadata.resourceVersion !== seen) {
        seen = now.metadata.resourceVersion
        const { text, done, failed } = rollout.status(now)
        if (failed) throw new UsageError(`error: ${text}`)
        shell.out(text)
        if (done || flags.get('watch') === 'false') break
      }
      if (shell.now >= end) throw new UsageError('error: timed out waiting for the condition')
      yield LOOK_MS
    }
  }
  return 0
}
