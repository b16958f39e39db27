import type { KindName } from '../../../api/meta'
import { parseFlags } from '../flags'
import { nested, podSpecOf } from '../podSpec'
import { objects, titleOf } from '../resources'
import { UsageError, type Running, type Shell } from '../shell'

/** `kubectl set image`. */
export function* setImage(shell: Shell, words: readonly string[]): Running {
  const { words: rest, flags } = parseFlags('set image', words, { selector: 'text', all: 'switch' })
  const pairs = rest.filter((word) => word.includes('='))
  const named = rest.filter((word) => !word.includes('='))
  if (pairs.length === 0) throw new UsageError('error: at least one image update is required')
  const images = pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
  let failed = 0
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const found = podSpecOf(object)
    if (!found) throw new UsageError(`error: ${titleOf(kind, object.metadata.name)} does not have a pod template`)
    const change: Record<string, unknown> = {}
    for (const list of ['initContainers', 'containers'] as const) {
      const changed = (found.spec[list] ?? []).flatMap(({ name, image }) => {
        const wanted = images.findLast(([container]) => container === '*' || container === name)?.[1]
        return wanted !== undefined && wanted !== image ? [{ name, image: wanted }] : []
      })
      if (changed.length) change[list] = changed
    }
    const all = [...(found.spec.initContainers ?? []), ...(found.spec.containers ?? [])]
    const unknown = images.filter(([container]) => container !== '*' && !all.some(({ name }) => name === container))
    for (const [container] of unknown) shell.err(`error: unable to find container named ${JSON.stringify(container)}`)
    failed += unknown.length
    if (unknown.length || Object.keys(change).length === 0) continue
    shell.client.patch(kind.kind as KindName, object, 'strategic', nested(found.path, change))
    shell.out(`${titleOf(kind, object.metadata.name)} image updated`)
  }
  return failed ? 1 : 0
}
