import { ApiError } from '../../api/errors'
import { controllerOf } from '../../api/meta'
import { virtualMs } from '../../api/time'
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
    'skip-wait-for-delete-timeout': 'text',
    'chunk-size': 'text',
    'pod-selector': 'text',
  })
  const nodes = nodesNamed(shell, 'drain', parsed)
  for (const node of nodes) setUnschedulable(shell, node, true)
  const failures: string[] = []
  const pending: string[] = []
  for (const node of nodes) {
    const { name } = node.metadata
    const failure = yield* empty(shell, node, parsed.flags)
    if (failure === undefined) {
      shell.out(`node/${name} drained`)
      continue
    }
    failures.push(failure)
    pending.push(name)
    shell.err(`error: unable to drain node ${JSON.stringify(name)} due to error: ${failure}, continuing command...`)
  }
  if (pending.length) shell.err('There are pending nodes to be drained:')
  for (const name of pending) shell.err(` ${name}`)
  for (const failure of failures) shell.err(`error: ${failure}`)
  return failures.length ? 1 : 0
}

/** Returns why it could not be done, if so. */
function* empty(shell: Shell, node: Node, flags: Flags): Generator<number, string | undefined, void> {
  const { go, warnings, refusals } = sorted(shell, podsOn(shell, node, flags), flags)
  if (refusals.length) return refusals.join(', ')
  if (warnings.length) shell.err(`Warning: ${warnings.join('; ')}`)
  const failure = yield* sendAway(shell, go, flags)
  if (failure === undefined) return undefined
  const left = sorted(shell, podsOn(shell, node, flags), flags).go
  if (left.length) {
    shell.err(`There are pending pods in node ${JSON.stringify(node.metadata.name)} when an error occurred: ${failure}`)
    for (const pod of left) shell.err(`pod/${pod.metadata.name}`)
  }
  return failure
}

/** The pods of a node that `--pod-selector` means, by name. Throws BadRequest for a bad selector. */
function podsOn({ client }: Shell, node: Node, flags: Flags): Pod[] {
  const pods = [...client.podsOn(node.metadata.name)].sort(byName)
  const selector = flags.get('pod-selector')
  if (!selector) return pods
  const meant = new Set(client.list('Pod', { labels: selector }).map(({ metadata }) => metadata.uid))
  return pods.filter(({ metadata }) => meant.has(metadata.uid))
}

/** Evicts the pods at once and waits for all of them; those that a budget keeps are asked for again and again. */
function* sendAway(shell: Shell, pods: readonly Pod[], flags: Flags): Generator<number, string | undefined, void> {
  const limit = duration(flags, 'timeout')
  const end = limit ? shell.now + limit : Infinity
  const done = isOn(flags, 'disable-eviction') ? 'deleted' : 'evicted'
  const skip = integer(flags, 'skip-wait-for-delete-timeout') ?? 0
  const errors: string[] = []
  const waiting = new Map(pods.map((pod) => [pod, 0]))
  while (waiting.size) {
    for (const [pod, retryAt] of waiting) {
      const now = shell.client.get('Pod', pod.metadata.name, pod.metadata.namespace)
      if (retryAt > 0 && now?.metadata.uid !== pod.metadata.uid) {
        waiting.delete(pod)
        shell.out(`pod/${pod.metadata.name} ${done}`)
      } else if (retryAt <= shell.now) {
        const next = shell.now >= end ? late(pod, flags, false) : evict(shell, pod, flags)
        if (typeof next === 'number') waiting.set(pod, next)
        else errors.push(next)
        if (typeof next !== 'number' || (next === Infinity && isLong(pod, skip, shell.now))) waiting.delete(pod)
      } else if (shell.now >= end && retryAt === Infinity) {
        errors.push(late(pod, flags, true))
        waiting.delete(pod)
      }
    }
    if (waiting.size) yield POLL_MS
  }
  return errors.length > 1 ? `[${errors.join(', ')}]` : errors[0]
}

/** Has it been going for longer than one cares to wait? Upstream: --skip-wait-for-delete-timeout. */
const isLong = ({ metadata: { deletionTimestamp } }: Pod, seconds: number, now: number): boolean =>
  seconds > 0 && deletionTimestamp !== undefined && now - virtualMs(deletionTimestamp) > seconds * 1000

const quoted = ({ metadata: { name, namespace } }: Pod) => `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`

const late = (pod: Pod, flags: Flags, asked: boolean): string => {
  const { name, namespace } = pod.metadata
  const why = `global timeout reached: ${flags.get('timeout')}`
  return asked
    ? `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${why}`
    : `error when evicting ${quoted(pod)}: ${why}`
}

/** When to ask again, virtual ms: Infinity once the pod was let go. Or why it cannot be. */
function evict(shell: Shell, pod: Pod, flags: Flags): number | string {
  const grace = integer(flags, 'grace-period') ?? -1
  const options = grace >= 0 ? { gracePeriodSeconds: grace } : {}
  try {
    if (isOn(flags, 'disable-eviction')) shell.client.delete('Pod', pod, options)
    else {
      shell.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}`)
      shell.client.evict(pod, options)
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason === 'NotFound') return Infinity
    if (error.reason !== 'TooManyRequests') return `error when evicting ${quoted(pod)}: ${error.message}`
    shell.err(`error when evicting ${quoted(pod)} (will retry after 5s): ${error.message}`)
    return shell.now + RETRY_MS
  }
  return Infinity
}

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')

/** Which pods go, what to warn of, what forbids the whole; upstream: the filters of the drain helper. */
function sorted(shell: Shell, pods: readonly Pod[], flags: Flags) {
  const finished = ({ status }: Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed'
  const owned = pods.filter((pod) => controllerOf(pod)?.kind === 'DaemonSet' && !finished(pod))
  const setOf = (pod: Pod) => controllerOf(pod)!.name
  const stray = owned.filter((pod) => !shell.client.get('DaemonSet', setOf(pod), pod.metadata.namespace))
  const daemons = owned.filter((pod) => !stray.includes(pod))
  const mirrors = new Set(pods.filter((pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined))
  const rest = pods.filter((pod) => !daemons.includes(pod) && !mirrors.has(pod))
  const force = isOn(flags, 'force')
  const alone = rest.filter((pod) => !controllerOf(pod) && !finished(pod))
  const local = rest.filter((pod) => !finished(pod) && pod.spec.volumes?.some((volume) => volume.emptyDir !== undefined))
  const mayLose = isOn(flags, 'delete-emptydir-data') || isOn(flags, 'delete-local-data')
  const warnings: string[] = []
  const refusals: string[] = []
  const judge = (found: readonly Pod[], allowed: boolean, warning: string, refusal: string) => {
    if (found.length) (allowed ? warnings : refusals).push(`${allowed ? warning : refusal}: ${names(found)}`)
  }
  for (const name of new Set(stray.map(setOf))) {
    const why = `daemonsets.apps ${JSON.stringify(name)} not found`
    judge(
      stray.filter((pod) => setOf(pod) === name),
      force,
      why,
      why,
    )
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
    force,
    'deleting Pods that declare no controller',
    'cannot delete Pods that declare no controller (use --force to override)',
  )
  return { go: rest, warnings, refusals }
}
