import type { KindName } from '../../../api/meta'
import { parseFlags } from '../flags'
import { labelPairs } from '../pairs'
import { objects, titleOf } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'
import { changeTemplates } from './templates'

/** `kubectl set serviceaccount TYPE/NAME SERVICEACCOUNT`. */
export function* setServiceAccount(shell: Shell, words: readonly string[]): Running {
  const { words: typed, flags } = parseFlags('set serviceaccount', words, { selector: 'text', all: 'switch' })
  const account = typed.at(-1)
  if (account === undefined || typed.length < 2) throw new UsageError('error: serviceaccount is required')
  changeTemplates(shell, typed.slice(0, -1), flags, 'serviceaccount updated', () => ({
    serviceAccountName: account,
    serviceAccount: account,
  }))
  return 0
}

/** `kubectl set selector TYPE NAME KEY=VALUE,...`, of Services. */
export function* setSelector(shell: Shell, words: readonly string[]): Running {
  const { words: typed, flags } = parseFlags('set selector', words, { all: 'switch' })
  const text = typed.at(-1)
  if (text === undefined || !text.includes('=')) throw new UsageError('error: one resource and one selector are required')
  const selector = labelPairs(text.split(','))
  for (const { kind, object } of objects(shell, typed.slice(0, -1), flags.get('namespace') ?? shell.namespace, flags)) {
    if (kind.kind !== 'Service') throw new UsageError(`error: setting a selector is only supported for Services`)
    shell.client.patch(kind.kind as KindName, object, 'json', [{ op: 'add', path: '/spec/selector', value: selector }])
    shell.out(`${titleOf(kind, object.metadata.name)} selector updated`)
  }
  return 0
}
