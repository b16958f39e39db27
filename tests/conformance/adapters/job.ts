import type { Client } from '../../../src/api/client'
import { ApiError, forbiddenError } from '../../../src/api/errors'
import type { Draft, KubeObject } from '../../../src/api/meta'
import { virtualMs } from '../../../src/api/time'
import type { Job, PodFailurePolicy } from '../../../src/kube/kinds/job/api'
import { noFailures, remainingWait, withEnds } from '../../../src/kube/kinds/job/backoff'
import { judgeFailure } from '../../../src/kube/kinds/job/failurePolicy'
import { firstPending, withIndexes, type Interval } from '../../../src/kube/kinds/job/indexes'
import { takenIndexes } from '../../../src/kube/kinds/job/manage'
import { indexedPrefix } from '../../../src/kube/kinds/job/makePods'
import { indexOf } from '../../../src/kube/kinds/job/podStates'
import { syncJob } from '../../../src/kube/kinds/job/sync'
import { tallyOf } from '../../../src/kube/kinds/job/tally'
import { timeLeft } from '../../../src/kube/kinds/job/ttl'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { defineAdapter, same, sameSet, sameWhereGiven } from '../adapter'

interface IndexedPod {
  index?: string | null
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
}
interface Sync {
  op: 'sync'
  job: Job
  pods?: Pod[]
  podCreateOrDeleteError?: string
  podCreateLimit?: number
  pendingExpectations?: number
  featureGates?: { JobPodReplacementPolicy?: boolean; JobManagedBy?: boolean }
  now?: string
}
type In =
  | Sync
  | { op: 'ttlTimeLeft'; job: Job; now: string }
  | { op: 'completedIndexes'; previousCompletedIndexes: string; completions: number; pods?: IndexedPod[] }
  | { op: 'firstPendingIndexes'; count: number; completions: number; activePods?: IndexedPod[]; succeededIntervals?: Interval[] }
  | { op: 'podGenerateName'; jobName: string; index: number }
  | {
      op: 'remainingBackoff'
      failuresAfterLastSuccess: number
      secondsSinceLastFailure?: number
      defaultBackoffSeconds: number
      maxBackoffSeconds: number
    }
  | { op: 'backoffRecord'; previousFailures: number; succeededAtMs?: number[]; failedAtMs?: number[] }
  | { op: 'matchPodFailurePolicy'; podFailurePolicy?: PodFailurePolicy; failedPod: Pod }

type Out = { [key: string]: unknown }

export default defineAdapter<In, Out>({
  ops: [
    'sync',
    'ttlTimeLeft',
    'completedIndexes',
    'firstPendingIndexes',
    'podGenerateName',
    'remainingBackoff',
    'backoffRecord',
    'matchPodFailurePolicy',
  ],
  run(input) {
    switch (input.op) {
      case 'sync':
        return sync(input)
      case 'ttlTimeLeft': {
        const left = timeLeft(whole(input.job), virtualMs(input.now))
        return left === undefined ? { error: true } : { error: false, secondsLeft: Math.round(left / 1000) }
      }
      case 'completedIndexes': {
        const job = indexedJob(input.completions, input.previousCompletedIndexes)
        return { intervals: tallyOf(job, (input.pods ?? []).map(indexedPod)).done }
      }
      case 'firstPendingIndexes': {
        const job = indexedJob(input.completions, '')
        const active = (input.activePods ?? []).map(indexedPod)
        const taken = takenIndexes(job, {
          done: withIndexes(input.succeededIntervals ?? [], []),
          lost: undefined,
          active,
          pods: active,
        })
        return { indexes: firstPending(taken, input.count, input.completions) }
      }
      case 'podGenerateName':
        return { generateName: indexedPrefix(input.jobName, input.index) }
      case 'remainingBackoff': {
        const { failuresAfterLastSuccess: failures, secondsSinceLastFailure: since } = input
        const last = since === undefined ? undefined : -since * 1000
        return {
          seconds: remainingWait(failures, last, 0, input.defaultBackoffSeconds * 1000, input.maxBackoffSeconds * 1000) / 1000,
        }
      }
      case 'backoffRecord': {
        const before = { ...noFailures, failuresAfterLastSuccess: input.previousFailures }
        const record = withEnds(before, input.succeededAtMs ?? [], input.failedAtMs ?? [])
        return { failuresAfterLastSuccess: record.failuresAfterLastSuccess, lastFailureAtMs: record.lastFailure ?? null }
      }
      case 'matchPodFailurePolicy': {
        const { counts, action, fatal } = judgeFailure(input.podFailurePolicy, input.failedPod)
        return { countFailed: counts, action: action ?? null, jobFailureMessage: fatal ?? null }
      }
    }
  },
  equal(expected, got, input) {
    if (input.op !== 'sync') return same(expected, got)
    const { conditions: wanted = [], createdIndexes = [], status, ...counts } = expected
    const found = got['conditions'] as Condition[]
    const { JobPodReplacementPolicy, JobManagedBy } = input.featureGates ?? {}
    const conditions = JobPodReplacementPolicy || JobManagedBy ? found : settled(found)
    return (
      sameWhereGiven(counts, got) &&
      sameWhereGiven(status as object, got['status'] as object) &&
      sameSet((createdIndexes as number[]) ?? [], got['createdIndexes'] as number[]) &&
      sameConditions(wanted as Condition[], conditions, input.now !== undefined)
    )
  },
})

interface Condition {
  type: string
  status: string
  reason?: string
  message?: string
}

/** Which condition an interim one announces; it used to be set at once, without waiting for the last pods. */
const finals: Readonly<Record<string, string>> = { FailureTarget: 'Failed', SuccessCriteriaMet: 'Complete' }

const settled = (conditions: Condition[]) => {
  const final = conditions.map((condition) => ({
    ...condition,
    type: (condition.status === 'True' ? finals[condition.type] : undefined) ?? condition.type,
  }))
  return final.filter(({ type }, i) => final.findIndex((one) => one.type === type) === i)
}

const sameConditions = (expected: Condition[], got: Condition[], contains: boolean) =>
  (contains || expected.length === got.length) && expected.every((condition) => got.some((one) => sameWhereGiven(condition, one)))

/** The vectors leave out what the test did not need. */
const whole = (job: Job): Job => ({ ...job, status: job.status ?? {} })

function sync(input: Sync): Out {
  const job = { ...whole(input.job), metadata: { ...input.job.metadata, creationTimestamp: '2025-01-01T00:00:00Z' } }
  const pods = (input.pods ?? []).map((pod, i) => ({
    ...pod,
    metadata: { ...pod.metadata, uid: pod.metadata.uid ?? `pod-${i}`, finalizers: ['batch.kubernetes.io/job-tracking'] },
    status: pod.status ?? {},
  })) as Pod[]
  const cluster = fakeCluster(input, job, pods)
  const now = input.now === undefined ? virtualMs('2026-01-01T00:10:00Z') : virtualMs(input.now)
  const hands = { client: cluster.client, record: () => {} }
  syncJob(hands, { job, pods, now, expecting: Boolean(input.pendingExpectations) })
  const { status, created } = cluster
  return {
    creations: cluster.creations,
    deletions: cluster.deletions,
    status: {
      active: status().active ?? 0,
      ready: status().ready ?? 0,
      succeeded: status().succeeded ?? 0,
      failed: status().failed ?? 0,
      terminating: status().terminating ?? 0,
      completedIndexes: status().completedIndexes,
    },
    conditions: (status().conditions ?? []).map(({ type, status, reason, message }) => ({ type, status, reason, message })),
    createdIndexes: created.filter((pod) => pod.metadata.annotations).map((pod) => indexOf(pod as Pod)),
  }
}

/** An API server that counts, and refuses when the vector says so. */
function fakeCluster({ podCreateOrDeleteError, podCreateLimit = 0 }: Sync, job: Job, pods: Pod[]) {
  const stored = new Map(pods.map((pod) => [pod.metadata.name, pod]))
  const created: Draft<Pod>[] = []
  const seen = { creations: 0, deletions: 0, status: job.status }
  const refusal = () => forbiddenError({ group: '', plural: 'pods', kind: 'Pod' }, 'pod', podCreateOrDeleteError ?? 'fake limit')
  const refuses = () => {
    if (podCreateOrDeleteError) throw refusal()
  }
  const client = {
    actor: 'test',
    get: (_: string, name: string) => stored.get(name),
    create(draft: Draft<Pod>) {
      if (podCreateOrDeleteError) seen.creations++
      refuses()
      if (podCreateLimit > 0 && created.length >= podCreateLimit) throw refusal()
      seen.creations++
      created.push(draft)
      return draft
    },
    update(object: KubeObject) {
      refuses()
      stored.set(object.metadata.name, object as Pod)
      return object
    },
    delete() {
      refuses()
      seen.deletions++
    },
    updateStatus(object: Job) {
      if (!(object.kind === 'Job')) throw new ApiError(400, 'BadRequest', 'a Job was expected')
      seen.status = object.status
      return object
    },
  } as unknown as Client
  return {
    client,
    created,
    get creations() {
      return seen.creations
    },
    get deletions() {
      return seen.deletions
    },
    status: () => seen.status,
  }
}

const indexedJob = (completions: number, completedIndexes: string): Job =>
  ({
    metadata: { name: 'job', uid: 'job' },
    spec: { completionMode: 'Indexed', completions, parallelism: completions },
    status: { completedIndexes: completedIndexes === '' ? undefined : completedIndexes },
  }) as unknown as Job

const indexedPod = ({ index, phase }: IndexedPod, i: number): Pod =>
  ({
    metadata: {
      name: `pod-${i}`,
      uid: `pod-${i}`,
      finalizers: ['batch.kubernetes.io/job-tracking'],
      ...(index !== undefined && index !== null && { annotations: { 'batch.kubernetes.io/job-completion-index': index } }),
    },
    status: { phase },
  }) as unknown as Pod
