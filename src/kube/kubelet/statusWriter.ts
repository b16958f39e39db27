import { ApiError } from '../../api/errors'
import type { Condition } from '../../api/meta'
import { timestamp } from '../../api/time'
import type { Pod, PodIP, PodStatus } from '../kinds/pod/api'
import { withCondition } from '../workload/conditions'
import { conditionOf } from '../workload/pods'
import { containerStatuses } from './containerStatus'
import { containersReady, podInitialized, podReady, type Verdict } from './podConditions'
import { podPhase } from './podPhase'
import type { Refusal } from './refusal'
import { isNoAnswer, type PodRecord, type Shared } from './shared'

/** Writes pod statuses, several changes in one. */
export interface StatusWriter {
  /** The pod's status may have changed: it is written a moment later, once. */
  touch(uid: string): void
  /** Writes what waits for a node that can be heard again, and what others said of its pods meanwhile and is not so. */
  flush(uid: string): void
  /** The pod has stopped: writes its last status, then lets its object go. */
  finish(uid: string): void
  /** Says of a pod that it is not taken; it stays Failed. */
  refuse(record: PodRecord, refusal: Refusal): void
  /** Lets an object go whose pod does not run. */
  deleteObject(record: PodRecord): void
  /** The status as it should read now; what others wrote of `before` stays. */
  statusOf(record: PodRecord, before: PodStatus | undefined): PodStatus
}

/** Changes of one moment end up in one write. */
const TOGETHER_MS = 25
const TOPIC = 'kubelet.status'
const OWN = new Set([
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'PodResizePending',
  'PodResizeInProgress',
])

export function createStatusWriter(shared: Shared): StatusWriter {
  const { kernel, records, reach } = shared

  const statusOf: StatusWriter['statusOf'] = (record, before) => {
    const { pod } = record
    const { spec } = pod
    const { init, main } = containerStatuses(shared, record)
    const all = init.length === 0 ? main : [...init, ...main]
    const conditions = before?.conditions ?? []
    const state = shared.workers.host.state(record.uid)
    const ended = state === 'failed' ? 'Failed' : state === 'succeeded' ? 'Succeeded' : undefined
    // A pod is over when the last of its containers is, sidecars included.
    const phase = ended && !all.some((each) => each.state?.running) ? ended : podPhase(spec, all, state === 'gone')
    const network = record.ip !== '' && state !== 'gone' && phase !== 'Succeeded' && phase !== 'Failed'
    const verdicts: Verdict[] = [
      { type: 'PodReadyToStartContainers', status: network ? 'True' : 'False' },
      podInitialized(spec, all, phase),
      podReady(spec, conditions, all, phase),
      containersReady(spec, all, phase),
      // A pod that named its node never met the scheduler.
      { type: 'PodScheduled', status: 'True' },
      ...shared.resizer.conditions(record.uid),
    ]
    const hostIP = reach.hostIP(record.node)
    const { generation } = pod.metadata
    const ending = phase === 'Failed' ? record.ended : undefined
    // No spreads of what may be there: they are the slow way to copy, and each gives the status another shape.
    return {
      ...before,
      phase,
      observedGeneration: generation ?? before?.observedGeneration,
      conditions: merged(marked(record, conditions, kernel.now), verdicts, timestamp(kernel.now), generation),
      hostIP,
      hostIPs: listed(hostIP, before?.hostIPs),
      podIP: record.ip || before?.podIP,
      podIPs: record.ip ? listed(record.ip, before?.podIPs) : before?.podIPs,
      reason: ending ? ending.reason : before?.reason,
      message: ending ? ending.message : before?.message,
      startTime: timestamp(record.seenAt),
      initContainerStatuses: init.length > 0 ? init : before?.initContainerStatuses,
      containerStatuses: main,
    }
  }

  const write = (uid: string): boolean => {
    const record = records.get(uid)
    if (!record || record.removed || !reach.powered(record.node)) return false
    const client = reach.client(record.node)
    const { name, namespace } = record.pod.metadata
    try {
      const now: Pod | undefined = client.get('Pod', name, namespace)
      if (!now || now.metadata.uid !== uid) return false
      const status = statusOf(record, now.status)
      records.set(uid, { ...record, dirty: false, waiting: false })
      const { apiVersion, kind, metadata, spec } = now
      client.updateStatus({ apiVersion, kind, metadata, spec, status })
      return true
    } catch (error) {
      // A pod made anew runs its init containers again, which the server may not show; upstream's status manager lets such an update go.
      if (runsInitAgain(error)) return false
      if (!isNoAnswer(error)) throw error
      records.set(uid, { ...record, dirty: true, waiting: false })
      reach.noAnswer(record.node)
      return false
    }
  }

  /** Does the server say of a pod that it is not ready, and it is? Upstream: needsReconcile of the status manager. */
  const isDenied = (record: PodRecord): boolean => {
    const { name, namespace } = record.pod.metadata
    const now: Pod | undefined = quietly(() => reach.client(record.node).get('Pod', name, namespace))
    if (!now || now.metadata.uid !== record.uid || conditionOf(now, 'Ready')?.status !== 'False') return false
    return conditionOf({ status: statusOf(record, now.status) }, 'Ready')?.status === 'True'
  }

  kernel.on(TOPIC, (uid) => {
    const record = records.get(uid)
    if (record?.waiting) write(uid)
  })

  const deleteObject = ({ uid, node, pod }: PodRecord) => {
    try {
      reach.client(node).delete('Pod', pod, { gracePeriodSeconds: 0, preconditions: { uid } })
    } catch (error) {
      if (isNoAnswer(error)) reach.noAnswer(node)
      else if (!isGone(error)) throw error
    }
  }

  return {
    statusOf,
    touch(uid) {
      const record = records.get(uid)
      if (!record || record.waiting || record.removed) return
      records.set(uid, { ...record, dirty: true, waiting: true })
      kernel.schedule(TOGETHER_MS, TOPIC, uid)
    },
    flush(uid) {
      const record = records.get(uid)
      if (!record || !(record.dirty || isDenied(record))) return
      if (shared.workers.host.state(uid) === 'gone') this.finish(uid)
      else write(uid)
    },
    finish(uid) {
      if (!write(uid)) return
      deleteObject(records.get(uid)!)
    },
    refuse({ node, pod, seenAt }, { reason, message }) {
      const status: PodStatus = {
        ...pod.status,
        phase: 'Failed',
        reason,
        message: `Pod was rejected: ${message}`,
        startTime: timestamp(seenAt),
      }
      try {
        reach.client(node).updateStatus({ ...pod, status })
      } catch (error) {
        if (isNoAnswer(error)) reach.noAnswer(node)
        else if (!isGone(error)) throw error
      }
    },
    deleteObject,
  }
}

/** What a call gives; undefined when nobody answers. */
function quietly<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (isNoAnswer(error)) return undefined
    throw error
  }
}

/** A pod that has to go for the sake of the others says so. */
function marked({ ended, pod }: PodRecord, before: readonly Condition[], now: number): readonly Condition[] {
  if (!ended?.disrupts) return before
  const { generation } = pod.metadata
  return withCondition(before, {
    type: 'DisruptionTarget',
    ...(generation !== undefined && { observedGeneration: generation }),
    status: 'True',
    reason: 'TerminationByKubelet',
    message: ended.message,
    lastTransitionTime: timestamp(now),
  })
}

/** Conditions of others stay; our own keep their time as long as their status stays. */
function merged(
  before: readonly Condition[],
  verdicts: readonly Verdict[],
  now: string,
  generation: number | undefined,
): Condition[] {
  const own = verdicts.map((verdict): Condition => {
    const old = before.find((each) => each.type === verdict.type)
    if (old && old.lastTransitionTime !== undefined && stands(old, verdict, generation)) return old
    const since = old?.status === verdict.status ? old.lastTransitionTime : now
    return {
      type: verdict.type,
      observedGeneration: generation,
      status: verdict.status,
      reason: verdict.reason,
      message: verdict.message,
      lastProbeTime: null,
      lastTransitionTime: since ?? now,
    }
  })
  return before.every((each) => OWN.has(each.type)) ? own : own.concat(before.filter((each) => !OWN.has(each.type)))
}

/** An address as the list that stands beside it; the same list again while it is the same address. */
const listed = (ip: string, before: readonly PodIP[] | undefined): readonly PodIP[] =>
  before?.length === 1 && before[0]!.ip === ip ? before : [{ ip }]

/** Does a condition say just what the kubelet would write again? */
const stands = (old: Condition, { status, reason, message }: Verdict, generation: number | undefined): boolean =>
  old.status === status &&
  old.reason === reason &&
  old.message === message &&
  old.observedGeneration === generation &&
  old.lastProbeTime === null

const runsInitAgain = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.code === 422 &&
  error.fields.every(({ field }) => field.startsWith('status.initContainerStatuses['))

const isGone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === 404 || error.code === 409)
