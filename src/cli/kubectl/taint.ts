import type { Taint } from '../../kube/kinds/node/api'
import { nodesNamed } from './cordon'
import { isOn, parseFlags } from './flags'
import { UsageError, type Running, type Shell } from './shell'

interface Change {
  readonly key: string
  readonly value?: string
  readonly effect?: string
  readonly removes: boolean
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** `kubectl taint`. */
export function* taint(shell: Shell, words: readonly string[]): Running {
  const { words: typed, flags } = parseFlags('taint', words, { selector: 'text', overwrite: 'switch', all: 'switch' })
  const named = typed.filter((word, i) => i > 0 || !/^(node|nodes|no)$/.test(word))
  const changes = named.filter((word) => /[:=]|-$/.test(word)).map(read)
  const nodes = nodesNamed(shell, 'taint', { words: named.filter((word) => !/[:=]|-$/.test(word)), flags })
  if (changes.length === 0) throw new UsageError('error: at least one taint update is required')
  for (const node of nodes) {
    const { name } = node.metadata
    const before: readonly Taint[] = node.spec.taints ?? []
    let taints = [...before]
    for (const change of changes) taints = changed(taints, change, name, isOn(flags, 'overwrite'))
    shell.client.patch('Node', node, 'merge', { spec: { taints: taints.length ? taints : null } })
    const removes = changes.some((change) => change.removes)
    shell.out(
      `node/${name} ${removes ? (changes.every((change) => change.removes) ? 'untainted' : 'modified') : isOn(flags, 'overwrite') && before.length === taints.length ? 'modified' : 'tainted'}`,
    )
  }
  return 0
}

/** `key=value:Effect`, `key:Effect`, and with `-` behind it a removal. Throws UsageError. */
function read(word: string): Change {
  const removes = word.endsWith('-')
  const [pair = '', effect] = (removes ? word.slice(0, -1) : word).split(':')
  const [key = '', value] = pair.split('=')
  if (!removes && effect === undefined) throw new UsageError(`error: invalid taint spec: ${word}`)
  if (effect !== undefined && !EFFECTS.includes(effect))
    throw new UsageError(`error: invalid taint effect: ${effect}, unsupported taint effect`)
  return { key, ...(value && { value }), ...(effect !== undefined && { effect }), removes }
}

function changed(taints: readonly Taint[], { key, value, effect, removes }: Change, node: string, overwrite: boolean): Taint[] {
  const isMeant = (one: Taint) => one.key === key && (effect === undefined || one.effect === effect)
  const others = taints.filter((one) => !isMeant(one))
  if (removes) {
    if (others.length === taints.length)
      throw new UsageError(`error: taint ${JSON.stringify(effect === undefined ? key : `${key}:${effect}`)} not found`)
    return others
  }
  if (others.length < taints.length && !overwrite)
    throw new UsageError(`error: node ${node} already has ${key} taint(s) with same effect(s) and --overwrite is false`)
  return [...others, { key, ...(value && { value }), effect } as Taint]
}
