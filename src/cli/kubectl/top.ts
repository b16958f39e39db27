import { humanDuration } from '../../api/duration'
import { notFoundError } from '../../api/errors'
import { bytes, exactDecimal, milli, toQuantity } from '../../api/quantity'
import { virtualMs } from '../../api/time'
import type { Node } from '../../kube/kinds/node/api'
import type { NodeMetrics } from '../../kube/kinds/nodemetrics/api'
import type { PodMetrics } from '../../kube/kinds/podmetrics/api'
import { isOn, parseFlags } from './flags'
import { byName } from './listBy'
import { aligned } from './table'
import { UsageError, type Running, type Shell } from './shell'

interface Used {
  /** Millicores. */
  readonly cpu: number
  readonly memory: number
}

/** `kubectl top node` and `kubectl top pod`. */
export function* top(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('top', words, {
    selector: 'text',
    'all-namespaces': 'switch',
    containers: 'switch',
    sum: 'switch',
    'sort-by': 'text',
    'no-headers': 'switch',
    'field-selector': 'text',
  })
  const [what = '', name, ...more] = named
  const sort = flags.get('sort-by') ?? ''
  if (!['', 'cpu', 'memory'].includes(sort)) throw new UsageError('error: --sort-by accepts only cpu or memory')
  if (more.length || (name && flags.has('selector'))) {
    throw new UsageError('error: only one of NAME or --selector can be provided')
  }
  if (/^(no|nodes?)$/.test(what)) return topNodes(shell, name, flags, sort)
  if (/^(po|pods?)$/.test(what)) return topPods(shell, name, flags, sort)
  throw new UsageError(`error: unknown command ${JSON.stringify(what)} for "kubectl top"`)
}

function topNodes(shell: Shell, name: string | undefined, flags: ReadonlyMap<string, string>, sort: string): number {
  const selector = flags.get('selector')
  const options = { ...(selector && { labels: selector }) }
  const all = shell.client.list('NodeMetrics', options)
  const metrics = name ? all.filter(({ metadata }) => metadata.name === name) : all
  const nodes = new Map(shell.client.list('Node', options).map((node): [string, Node] => [node.metadata.name, node]))
  if (name && !metrics.length) throw notFoundError({ group: 'metrics.k8s.io', plural: 'nodes', kind: 'NodeMetrics' }, name)
  if (!metrics.length) throw new UsageError('error: metrics not available yet')
  const rows = sorted(metrics, sort, ({ usage }: NodeMetrics) => usedOf(usage)).map((each) => {
    const { cpu, memory } = usedOf(each.usage)
    const has = nodes.get(each.metadata.name)?.status?.allocatable ?? {}
    const share = (used: number, of: number) => (of ? `${Math.trunc((used / of) * 100)}%` : '<unknown>')
    const most = { cpu: milli(has['cpu'] ?? '0'), memory: bytes(has['memory'] ?? '0') }
    return [each.metadata.name, `${cpu}m`, share(cpu, most.cpu), mebibytes(memory), share(memory, most.memory)]
  })
  print(shell, flags, ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], rows)
  return 0
}

function topPods(shell: Shell, name: string | undefined, flags: ReadonlyMap<string, string>, sort: string): number {
  const everywhere = isOn(flags, 'all-namespaces')
  const namespace = flags.get('namespace') ?? shell.namespace
  const [selector, fields] = [flags.get('selector'), flags.get('field-selector')]
  const options = { ...(!everywhere && { namespace }), ...(selector && { labels: selector }) }
  const found = shell.client.list('PodMetrics', options)
  const metrics = name ? found.filter(({ metadata }) => metadata.name === name) : found
  if (!metrics.length) {
    const pods = shell.client.list('Pod', { ...options, ...(fields && { fields }) })
    const waiting = name ? pods.filter(({ metadata }) => metadata.name === name) : pods
    if (name && !waiting.length) throw notFoundError({ group: '', plural: 'pods', kind: 'Pod' }, name)
    const [first] = waiting
    if (first) {
      const age = humanDuration(shell.now - virtualMs(first.metadata.creationTimestamp))
      const of = `${first.metadata.namespace}/${first.metadata.name}`
      throw new UsageError(`error: Metrics not available for pod ${of}, age: ${age}`)
    }
    shell.err(everywhere ? 'No resources found' : `No resources found in ${namespace} namespace.`)
    return 0
  }
  const total = ({ containers }: PodMetrics): Used =>
    containers.reduce((sum, { usage }) => ({ cpu: sum.cpu + usedOf(usage).cpu, memory: sum.memory + usedOf(usage).memory }), {
      cpu: 0,
      memory: 0,
    })
  const lead = (each: PodMetrics) => (everywhere ? [each.metadata.namespace ?? ''] : [])
  const cells = ({ cpu, memory }: Used) => [`${cpu}m`, mebibytes(memory)]
  const each = isOn(flags, 'containers')
  const rows = sorted(metrics, sort, total).flatMap((one) =>
    each
      ? one.containers.map(({ name: container, usage }) => [...lead(one), one.metadata.name, container, ...cells(usedOf(usage))])
      : [[...lead(one), one.metadata.name, ...cells(total(one))]],
  )
  const head = [...(everywhere ? ['NAMESPACE'] : []), ...(each ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)']
  print(shell, flags, head, rows)
  return 0
}

/** By name, or the most first. */
function sorted<T extends PodMetrics | NodeMetrics>(metrics: readonly T[], sort: string, used: (of: T) => Used): T[] {
  const all = [...metrics].sort(byName)
  return sort === '' ? all : all.sort((a, b) => used(b)[sort as keyof Used] - used(a)[sort as keyof Used])
}

function print(
  shell: Shell,
  flags: ReadonlyMap<string, string>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  for (const line of aligned(isOn(flags, 'no-headers') ? rows : [head, ...rows])) shell.out(line)
}

const usedOf = ({ cpu, memory }: { readonly cpu: string; readonly memory: string }): Used => ({
  cpu: Math.ceil(Number(exactDecimal(toQuantity(cpu))) * 1000),
  memory: bytes(memory),
})

const mebibytes = (amount: number) => `${Math.trunc(amount / 1024 / 1024)}Mi`
