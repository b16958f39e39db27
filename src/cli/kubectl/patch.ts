import type { PatchType } from '../../api/client'
import type { KindName } from '../../api/meta'
import { parseYaml } from '../../api/yaml'
import { parseFlags } from './flags'
import { found, targets, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

const types: readonly PatchType[] = ['json', 'merge', 'strategic']
const subresources = ['resize', 'scale', 'status'] as const

/** `kubectl patch TYPE NAME -p PATCH [--type=strategic|merge|json]`; the patch is YAML or JSON. */
export function* patch(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags(
    'patch',
    words.map((word) => word.replace(/^-p(?==|$)/, '--patch')),
    { patch: 'text', type: 'text', subresource: 'text', 'dry-run': 'text' },
  )
  const text = flags.get('patch') ?? ''
  if (!text) throw new UsageError('error: must specify --patch or --patch-file containing the contents of the patch')
  const type = types.find((one) => one === (flags.get('type') ?? 'strategic').toLowerCase())
  if (!type) throw new UsageError(`error: --type must be one of [${types.join(' ')}], not ${JSON.stringify(flags.get('type'))}`)
  const part = flags.get('subresource')
  const subresource = subresources.find((one) => one === part)
  if (part !== undefined && !subresource)
    throw new UsageError(`error: invalid subresource value: ${JSON.stringify(part)}. Must be one of [resize status scale]`)
  const body = readPatch(text)
  const namespace = flags.get('namespace') ?? shell.namespace
  const chosen = targets(shell, named)
  if (chosen.length === 0) throw new UsageError('error: resource(s) were provided, but no name was specified')
  for (const { kind, name } of chosen) {
    const before = found(shell, kind, name, namespace)
    const after = shell.client.patch(kind.kind as KindName, before, type, body, subresource)
    const same = after.metadata.resourceVersion === before.metadata.resourceVersion
    shell.out(`${titleOf(kind, name)} patched${same ? ' (no change)' : ''}`)
  }
  return 0
}

function readPatch(text: string): unknown {
  try {
    return parseYaml(text.replace(/^'(.*)'$/s, '$1'))
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]! : ''
    throw new UsageError(`error: unable to parse ${JSON.stringify(text)}: yaml: ${why}`)
  }
}
