import { ApiError } from '../../api/errors'
import { controllerOf } from '../../api/meta'
import type { Node } from '../../kube/kinds/node/api'
import type { Pod } from '../../kube/kinds/pod/api'
import { nodesNamed, setUnschedulable } from './cordon'
import { duration, integer, isOn, parseFlags } from './flags'
import { byName } from './listBy'
import { POLL_MS, type Running, type Shell } from './shell'

type Flags = ReadonlyMap<string, string>

/** Upstream: --eviction retry of the drain helper. */
const RETRY_MS = 5_000

/** `kubectl drain`: cordons, then evicts what may be evicted and waits until it is gone. */
export function* drain(shell: Shell, words: readonly string[]): Running {
  const parsed = parseFlags('drain', words, {
    selector: 'text',
    force: 'switch',
    'ignore-daemonsets': 'switch',
    'delete-emptydir-data': 'switch',
    'delete-local-data': 'switch',
    'disable-eviction': 'switch',
    'grace-period': 'text',
    timeout: 'text',
    'pod-selector': 'text',
  })
  const nodes = nodesNamed(shell, 'drain', parsed)
  for (const node of nodes) setUnschedulable(shell, node, true)
  const failures: string[] = []
  for (const node of nodes) {
    const failure = yield* empty(shell, node, parsed.flags)
    if (failure === undefined) {
      shell.out(`node/${node.metadata.name} drained`)
      continue
    }
    failures.push(failure)
    shell.err(`error: unable to drain node ${JSON.stringify(node.metadata.name)} due to error: ${failure}, continuing command...`)
    shell.err('There are pending nodes to be drained:')
    shell.err(` ${node.metadata.name}`)
  }
  for (const failure of failures) shell.err(`error: ${failure}`)
  return failures.length ? 1 : 0
}

/** Returns why it could not be done, if so. */
function* empty(shell: Shell, node: Node, flags: Flags): Generator<number, string | undefined, void> {
  const { go, warnings, refusals } = sorted([...shell.client.podsOn(node.metadata.name)].sort(byName), flags)
  if (refusals.length) return refusals.join(', ')
  if (warnings.length) shell.err(`Warning: ${warnings.join('; ')}`)
  const limit = duration(flags, 'timeout')
  const end = limit ? shell.now + limit : Infinity
  const late = (pod: Pod) =>
    `error when evicting pods/${JSON.stringify(pod.metadata.name)} -n ${JSON.stringify(pod.metadata.namespace)}: global timeout reached: ${flags.get('timeout')}`
  for (const pod of go) shell.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}`)
  const waiting = new Map(go.map((pod) => [pod, 0]))
  while (waiting.size) {
    for (const [pod, retryAt] of waiting) {
      if (shell.client.get('Pod', pod.metadata.name, pod.metadata.namespace)?.metadata.uid !== pod.metadata.uid) {
        waiting.delete(pod)
        shell.out(`pod/${pod.metadata.name} evicted`)
      } else if (retryAt <= shell.now) waiting.set(pod, evict(shell, pod, flags) ? Infinity : shell.now + RETRY_MS)
    }
    const [next] = waiting.keys()
    if (next && shell.now >= end) return late(next)
    if (next) yield POLL_MS
  }
  return undefined
}

/** False when a disruption budget forbids it for now. */
function evict(shell: Shell, pod: Pod, flags: Flags): boolean {
  const grace = integer(flags, 'grace-period') ?? -1
  const options = grace >= 0 ? { gracePeriodSeconds: grace } : {}
  const { name, namespace } = pod.metadata
  try {
    if (isOn(flags, 'disable-eviction')) shell.client.delete('Pod', pod, options)
    else shell.client.evict(pod, options)
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return true
    if (!(error instanceof ApiError) || error.reason !== 'TooManyRequests') throw error
    shell.err(
      `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}`,
    )
    return false
  }
  return true
}

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')

/** Which pods go, what to warn of, what forbids the whole; upstream: the filters of the drain helper. */
function sorted(pods: readonly Pod[], flags: Flags) {
  const finished = ({ status }: Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed'
  const daemons = pods.filter((pod) => controllerOf(pod)?.kind === 'DaemonSet' && !finished(pod))
  const mirrors = new Set(pods.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined))
  const rest = pods.filter((pod) => !daemons.includes(pod) && !mirrors.has(pod))
  const alone = rest.filter((pod) => !controllerOf(pod) && !finished(pod))
  const local = rest.filter((pod) => !finished(pod) && pod.spec.volumes?.some((volume) => volume.emptyDir !== undefined))
  const mayLose = isOn(flags, 'delete-emptydir-data') || isOn(flags, 'delete-local-data')
  const warnings: string[] = []
  const refusals: string[] = []
  const judge = (found: readonly Pod[], allowed: boolean, warning: string, refusal: string) => {
    if (found.length) (allowed ? warnings : refusals).push(`${allowed ? warning : refusal}: ${names(found)}`)
  }
  judge(
    daemons,
    isOn(flags, 'ignore-daemonsets'),
    'ignoring DaemonSet-managed Pods',
    'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
  )
  judge(
    local,
    mayLose,
    'deleting Pods with local storage',
    'cannot delete Pods with local storage (use --delete-emptydir-data to override)',
  )
  judge(
    alone,
    isOn(flags, 'force'),
    'deleting Pods that declare no controller',
    'cannot delete Pods that declare no controller (use --force to override)',
  )
  return { go: rest, warnings, refusals }
}
