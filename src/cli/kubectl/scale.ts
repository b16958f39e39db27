import type { KindName } from '../../api/meta'
import { integer, parseFlags } from './flags'
import { objects, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl scale`. */
export function* scale(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('scale', words, {
    replicas: 'text',
    'current-replicas': 'text',
    selector: 'text',
    all: 'switch',
  })
  const replicas = integer(flags, 'replicas')
  if (replicas === undefined || replicas < 0)
    throw new UsageError('error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  const current = integer(flags, 'current-replicas')
  const namespace = flags.get('namespace') ?? shell.namespace
  for (const { kind, object } of objects(shell, named, namespace, flags)) {
    const size = (object as { spec?: { replicas?: number } }).spec?.replicas
    if (current !== undefined && current !== size) {
      throw new UsageError(`error: Expected replicas to be ${current}, was ${size}`)
    }
    shell.client.scale(kind.kind as KindName, object, replicas)
    shell.out(`${titleOf(kind, object.metadata.name)} scaled`)
  }
  return 0
}
