import type { Condition } from '../../../src/api/meta'
import {
  podGracePeriod,
  qosClass,
  type ContainerStatus,
  type Pod,
  type PodPhase,
  type PodSpec,
  type Probe,
  type RestartPolicy,
} from '../../../src/kube/kinds/pod/api'
import { evictionOrder, type EvictionComparator, type Scarce } from '../../../src/kube/kubelet/eviction'
import { containersReady, podInitialized, podReady } from '../../../src/kube/kubelet/podConditions'
import { podPhase } from '../../../src/kube/kubelet/podPhase'
import { afterCheck, firstRun, type ProbeRun } from '../../../src/kube/kubelet/probeResult'
import { shouldContainerBeRestarted, type ContainerRecord } from '../../../src/kube/kubelet/restart'
import { nextBackOff, waitFor, type BackOffEntry } from '../../../src/runtime/backOff'
import type { ProbeType } from '../../../src/runtime/probe.machine'
import { defineAdapter, sameWhereGiven } from '../adapter'

interface Conditional {
  spec?: Partial<PodSpec>
  containerStatuses?: ContainerStatus[]
  podPhase: PodPhase
  conditions?: Condition[]
}
interface Usage {
  usedBytes?: number
  inodesUsed?: number
}
interface Stats {
  memory?: { workingSetBytes: number }
  containers?: { rootfs?: Usage; logs?: Usage }[]
  volume?: Usage[]
  process_stats?: { process_count: number }
}
type In =
  | { op: 'podPhase'; spec: PodSpec; containerStatuses?: ContainerStatus[] }
  | ({ op: 'generateContainersReadyCondition' | 'generatePodReadyCondition' | 'generatePodInitializedCondition' } & Conditional)
  | { op: 'qosClass'; pod: Pod }
  | {
      op: 'shouldContainerBeRestarted'
      container: string
      restartPolicy: RestartPolicy
      podDeleting: boolean
      containerRecords: ContainerRecord[]
    }
  | { op: 'evictionOrder'; comparators: string[]; pods: Pod[]; podStats?: Record<string, Stats> }
  | { op: 'gracefulDelete'; pod: Pod; deleteOptions: { gracePeriodSeconds?: number } }
  | { op: 'crashBackoff'; initialSeconds: number; maxSeconds: number; runSecondsBeforeCrash: number[] }
  | {
      op: 'probeSequence'
      probeType: ProbeType
      probe: Probe
      steps: { containerRunningSeconds: number; probeResult: string }[]
      initialResult?: ProbeRun['result']
    }

export default defineAdapter<In, object>({
  ops: [
    'podPhase',
    'generateContainersReadyCondition',
    'generatePodReadyCondition',
    'generatePodInitializedCondition',
    'qosClass',
    'shouldContainerBeRestarted',
    'evictionOrder',
    'gracefulDelete',
    'crashBackoff',
    'probeSequence',
  ],
  run(input) {
    switch (input.op) {
      case 'podPhase':
        return { phase: podPhase(input.spec, input.containerStatuses ?? []) }
      case 'generateContainersReadyCondition':
        return { condition: containersReady(input.spec ?? {}, input.containerStatuses, input.podPhase) }
      case 'generatePodReadyCondition':
        return { condition: podReady(input.spec ?? {}, input.conditions ?? [], input.containerStatuses, input.podPhase) }
      case 'generatePodInitializedCondition':
        return { condition: podInitialized(input.spec ?? {}, input.containerStatuses, input.podPhase) }
      case 'qosClass':
        return { qosClass: qosClass(input.pod) }
      case 'shouldContainerBeRestarted':
        return {
          restart: shouldContainerBeRestarted(input.container, input.restartPolicy, input.podDeleting, input.containerRecords),
        }
      case 'evictionOrder':
        return {
          order: evictionOrder(input.pods, input.comparators.map(comparator), usageIn(input.podStats ?? {})).map(
            (pod) => pod.metadata.name,
          ),
        }
      case 'gracefulDelete':
        return { graceful: true, gracePeriodSeconds: podGracePeriod(input.pod, input.deleteOptions.gracePeriodSeconds) }
      case 'crashBackoff':
        return {
          restartDelaySeconds: delays(input.runSecondsBeforeCrash, {
            initial: input.initialSeconds * 1000,
            max: input.maxSeconds * 1000,
          }),
        }
      case 'probeSequence':
        return { results: sequence(input) }
    }
  },
  equal: sameWhereGiven,
})

function comparator(text: string): EvictionComparator {
  const [by, resource] = text.split(':') as [EvictionComparator['by'], Scarce]
  return by === 'priority' ? { by } : { by, resource }
}

const usageIn = (stats: Record<string, Stats>) => (pod: Pod, resource: Scarce) => {
  const of = stats[pod.metadata.name]
  if (!of) return undefined
  if (resource === 'memory') return of.memory?.workingSetBytes ?? 0
  if (resource === 'pids') return of.process_stats?.process_count ?? 0
  const parts = [...(of.containers ?? []).flatMap(({ rootfs, logs }) => [rootfs, logs]), ...(of.volume ?? [])]
  return parts.reduce((sum, part) => sum + ((resource === 'inodes' ? part?.inodesUsed : part?.usedBytes) ?? 0), 0)
}

/** Plays the crashes in virtual time: run, crash, wait, run again. */
function delays(runs: number[], limits: { initial: number; max: number }): number[] {
  let now = 0
  let entry: BackOffEntry | undefined
  return runs.map((seconds) => {
    const crashedAt = now + seconds * 1000
    const wait = waitFor(entry, crashedAt, crashedAt, limits.max)
    now = crashedAt + wait
    entry = nextBackOff(entry, crashedAt, now, limits)
    return wait / 1000
  })
}

function sequence({ probeType, probe, steps, initialResult }: Extract<In, { op: 'probeSequence' }>): string[] {
  let run: ProbeRun = initialResult ? { ...firstRun(probeType), result: initialResult } : firstRun(probeType)
  return steps.map(({ containerRunningSeconds, probeResult }) => {
    // No check is made during the initial delay.
    if (containerRunningSeconds >= (probe.initialDelaySeconds ?? 0))
      run = afterCheck(run, probeResult === 'success', probe.successThreshold ?? 1, probe.failureThreshold ?? 1)
    return run.result
  })
}
