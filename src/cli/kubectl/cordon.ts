import type { Node } from '../../kube/kinds/node/api'
import { listObjectsBy } from './listBy'
import { parseFlags, type Parsed } from './flags'
import { found, kindNamed } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl cordon`. */
export function* cordon(shell: Shell, words: readonly string[]): Running {
  for (const node of nodesNamed(shell, 'cordon', parseFlags('cordon', words, { selector: 'text' })))
    setUnschedulable(shell, node, true)
  return 0
}

/** `kubectl uncordon`. */
export function* uncordon(shell: Shell, words: readonly string[]): Running {
  for (const node of nodesNamed(shell, 'uncordon', parseFlags('uncordon', words, { selector: 'text' })))
    setUnschedulable(shell, node, false)
  return 0
}

/** The nodes a command names, `node/` in front or not. Throws UsageError, NotFound. */
export function nodesNamed(shell: Shell, verb: string, { words, flags }: Parsed): readonly Node[] {
  const kind = kindNamed(shell, 'nodes')
  const selector = flags.get('selector')
  if (selector !== undefined && words.length)
    throw new UsageError('error: cannot specify both a node name and a --selector option')
  if (selector !== undefined) return listObjectsBy(shell, kind, undefined, selector) as readonly Node[]
  if (words.length === 0) throw new UsageError(`error: USAGE: ${verb} NODE [flags]`)
  return words.map((word) => found(shell, kind, word.replace(/^(node|nodes|no)\//, ''), '') as Node)
}

/** Marks a node and says so; upstream: the same patch for cordon, uncordon and drain. */
export function setUnschedulable(shell: Shell, node: Node, wanted: boolean): void {
  const { name } = node.metadata
  const done = wanted ? 'cordoned' : 'uncordoned'
  if (Boolean(node.spec.unschedulable) === wanted) return shell.out(`node/${name} already ${done}`)
  shell.client.patch('Node', node, 'strategic', { spec: { unschedulable: wanted || null } })
  shell.out(`node/${name} ${done}`)
}
