import type { Time } from '../../../api/meta'
import type { ContainerStateTerminated, ContainerStatus } from './containerTypes'
import type { Pod } from './types'

/** What a pod's line in `kubectl get pods` says. */
export interface PodSummary {
  /** The STATUS word. */
  readonly word: string
  /** Containers that are ready and that are meant to run (sidecars included): READY. */
  readonly ready: number
  readonly total: number
  readonly restarts: number
  /** End of the run before the last restart. */
  readonly restartedAt?: Time
}

const summaries = new WeakMap<Pod, PodSummary>()

/** The STATUS word of a pod: Running, ContainerCreating, Init:0/1, CrashLoopBackOff, Terminating, ... Rule: printPod. */
export const podStatusWord = (pod: Pod): string => podSummary(pod).word

/** Status word, ready count and restarts, worked out together once for each state of a pod. */
export function podSummary(pod: Pod): PodSummary {
  let summary = summaries.get(pod)
  if (!summary) {
    summary = summarize(pod)
    if (Object.isFrozen(pod)) summaries.set(pod, summary)
  }
  return summary
}

interface Tally {
  word: string
  ready: number
  restarts: number
  restartedAt?: Time
}

function summarize(pod: Pod): PodSummary {
  const { spec, metadata } = pod
  const status = pod.status ?? {}
  const sidecars = new Set(spec.initContainers?.filter((one) => one.restartPolicy === 'Always').map((one) => one.name))
  const total = (spec.containers?.length ?? 0) + sidecars.size
  const gated = status.conditions?.some((one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated')
  const first = gated ? 'SchedulingGated' : status.reason || status.phase || ''
  const { tally, sidecar, initializing } = afterInit(pod, first, sidecars)
  let result = tally
  if (!initializing || isTrue(pod, 'Initialized')) {
    result = afterMain(pod, { ...tally, restarts: sidecar.restarts, restartedAt: sidecar.restartedAt })
  }
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') result.word = 'Unknown'
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') result.word = 'Terminating'
  }
  return { ...result, total }
}

function afterInit(pod: Pod, word: string, sidecars: ReadonlySet<string>) {
  const tally: Tally = { word, ready: 0, restarts: 0 }
  const sidecar: Tally = { word, ready: 0, restarts: 0 }
  let i = 0
  for (const container of pod.status?.initContainerStatuses ?? []) {
    const isSidecar = sidecars.has(container.name)
    count(tally, container)
    if (isSidecar) count(sidecar, container)
    const { terminated, waiting } = container.state ?? {}
    if (terminated?.exitCode === 0 || (isSidecar && container.started)) {
      if (terminated?.exitCode !== 0 && container.ready) tally.ready++
      i++
      continue
    }
    if (terminated) tally.word = `Init:${ending(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') tally.word = `Init:${waiting.reason}`
    else tally.word = `Init:${i}/${pod.spec.initContainers?.length ?? 0}`
    return { tally, sidecar, initializing: true }
  }
  return { tally, sidecar, initializing: false }
}

function afterMain(pod: Pod, tally: Tally): Tally {
  let running = false
  const containers = pod.status?.containerStatuses ?? []
  for (let i = containers.length - 1; i >= 0; i--) {
    const container = containers[i]!
    const { waiting, terminated, running: runs } = container.state ?? {}
    count(tally, container)
    if (waiting?.reason) tally.word = waiting.reason
    else if (terminated) tally.word = ending(terminated)
    else if (container.ready && runs) {
      running = true
      tally.ready++
    }
  }
  if (tally.word === 'Completed' && running) tally.word = isTrue(pod, 'Ready') ? 'Running' : 'NotReady'
  return tally
}

function count(tally: Tally, container: ContainerStatus): void {
  tally.restarts += container.restartCount ?? 0
  const ended = container.lastState?.terminated?.finishedAt
  // Times of one form compare as text.
  if (ended && (tally.restartedAt === undefined || tally.restartedAt < ended)) tally.restartedAt = ended
}

const ending = ({ reason, signal, exitCode }: ContainerStateTerminated) =>
  reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`)

const isTrue = (pod: Pod, type: string) =>
  pod.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false
