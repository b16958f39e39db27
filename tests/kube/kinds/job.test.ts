import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../src/api/meta'
import type { Job } from '../../../src/kube/kinds/job/api'
import { waitsForFailed } from '../../../src/kube/kinds/job/podStates'
import { conditions, end, job, jobOf, plane, pods, podTemplate, refusal, running } from '../../support/jobs'

const TRACKING = 'batch.kubernetes.io/job-tracking'
const COMPLETE = ['SuccessCriteriaMet=True/CompletionsReached', 'Complete=True/CompletionsReached']

describe('a Job', () => {
  test('gets a selector, labels and defaults', () => {
    const cluster = plane()
    const { metadata, spec } = cluster.client.create<Job>(job() as Draft<Job>)
    const labels = {
      'batch.kubernetes.io/controller-uid': metadata.uid,
      'batch.kubernetes.io/job-name': 'pack',
      'controller-uid': metadata.uid,
      'job-name': 'pack',
    }
    expect(spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } })
    expect(spec.template.metadata?.labels).toEqual(labels)
    expect(metadata.labels).toEqual(labels)
    expect(spec).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
    })
  })

  test('runs to completion, counting each pod once', () => {
    const cluster = plane()
    cluster.client.create(job({ completions: 3, parallelism: 2 }))
    cluster.run(2_000)
    expect(running(cluster)).toHaveLength(2)
    expect(pods(cluster).every((pod) => pod.metadata.finalizers?.includes(TRACKING))).toBe(true)
    expect(jobOf(cluster).status).toMatchObject({ active: 2, ready: 2, terminating: 0, uncountedTerminatedPods: {} })
    for (const pod of running(cluster)) end(cluster, pod, 0)
    cluster.run(2_000)
    expect(running(cluster)).toHaveLength(1)
    end(cluster, running(cluster)[0]!, 0)
    cluster.run(2_000)
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 3, ready: 0, uncountedTerminatedPods: {} })
    expect(conditions(jobOf(cluster))).toEqual(COMPLETE)
    expect(jobOf(cluster).status.completionTime).toBeDefined()
    expect(pods(cluster).some((pod) => pod.metadata.finalizers)).toBe(false)
    expect(cluster.events('pack').at(-1)).toBe('Completed: Job completed')
  })

  test('a work queue is done when one pod succeeded and the others ended', () => {
    const cluster = plane()
    cluster.client.create(job({ parallelism: 2 }))
    cluster.run(2_000)
    const [first, second] = running(cluster)
    end(cluster, first!, 0)
    cluster.run(3_000)
    expect(running(cluster)).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ name: second!.metadata.name }) }),
    ])
    expect(conditions(jobOf(cluster))).toEqual([])
    end(cluster, second!, 1)
    cluster.run(3_000)
    expect(conditions(jobOf(cluster))).toEqual(COMPLETE)
  })

  test('waits longer after each failure, and gives up at the limit', () => {
    const cluster = plane()
    cluster.client.create(job({ backoffLimit: 3 }))
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      while (running(cluster).length === 0) cluster.run(100)
      cluster.run(900)
      end(cluster, running(cluster)[0]!, 1)
      const since = cluster.kernel.now
      while (running(cluster).length === 0 && cluster.kernel.now < since + 60_000) cluster.run(100)
      waits.push(Math.round((cluster.kernel.now - since) / 1000))
    }
    expect(waits.slice(0, 3).map((wait, i) => Math.abs(wait - 10 * 2 ** i) <= 2)).toEqual([true, true, true])
    expect(conditions(jobOf(cluster))).toEqual(['FailureTarget=True/BackoffLimitExceeded', 'Failed=True/BackoffLimitExceeded'])
    expect(jobOf(cluster).status.failed).toBe(4)
    expect(cluster.events('pack').at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit')
  })

  test('fails at its deadline, once its pods are gone', () => {
    const cluster = plane()
    cluster.client.create(job({ activeDeadlineSeconds: 5 }))
    cluster.run(7_500)
    expect(conditions(jobOf(cluster))).toEqual(['FailureTarget=True/DeadlineExceeded', 'Failed=True/DeadlineExceeded'])
    expect(pods(cluster)).toHaveLength(0)
  })

  test('is suspended and resumed', () => {
    const cluster = plane()
    cluster.client.create(job({ suspend: true }))
    cluster.run(2_000)
    expect(pods(cluster)).toHaveLength(0)
    expect(jobOf(cluster).status.startTime).toBeUndefined()
    const suspend = (on: boolean) => cluster.client.patch('Job', jobOf(cluster), 'merge', { spec: { suspend: on } })
    suspend(false)
    cluster.run(2_000)
    expect(running(cluster)).toHaveLength(1)
    expect(conditions(jobOf(cluster))).toEqual(['Suspended=False/JobResumed'])
    suspend(true)
    cluster.run(3_000)
    expect(pods(cluster)).toHaveLength(0)
    expect(conditions(jobOf(cluster))).toEqual(['Suspended=True/JobSuspended'])
    expect(jobOf(cluster).status.failed).toBeUndefined()
    expect(cluster.events('pack').filter((event) => /^(Suspended|Resumed)/.test(event))).toEqual([
      'Suspended: Job suspended',
      'Resumed: Job resumed',
    ])
  })

  test('goes some time after it ended, with its pods', () => {
    const cluster = plane()
    cluster.client.create(job({ ttlSecondsAfterFinished: 10 }))
    cluster.run(2_000)
    end(cluster, running(cluster)[0]!, 0)
    cluster.run(5_000)
    expect(jobOf(cluster)).toBeDefined()
    cluster.run(12_000)
    expect(jobOf(cluster)).toBeUndefined()
    expect(pods(cluster)).toHaveLength(0)
  })

  test('lets its pods live on when it is deleted without a policy', () => {
    const cluster = plane()
    cluster.client.create(job())
    cluster.run(2_000)
    cluster.client.delete('Job', jobOf(cluster))
    cluster.run(3_000)
    expect(jobOf(cluster)).toBeUndefined()
    const [pod] = pods(cluster)
    expect(pod!.metadata.ownerReferences).toBeUndefined()
    expect(pod!.metadata.finalizers).toBeUndefined()
  })

  test('is left alone when another controller manages it', () => {
    const cluster = plane()
    cluster.client.create(job({ managedBy: 'example.com/mine' }))
    cluster.run(3_000)
    expect(pods(cluster)).toHaveLength(0)
    expect(jobOf(cluster).status).toEqual({})
  })

  test('takes in pods by a selector of a person', () => {
    const cluster = plane()
    const labels = { app: 'pack' }
    cluster.client.create(
      job({ manualSelector: true, selector: { matchLabels: labels }, template: { metadata: { labels }, ...podTemplate() } }),
    )
    cluster.run(2_000)
    expect(pods(cluster)[0]!.metadata.labels).toEqual(labels)
  })
})

describe('an Indexed Job', () => {
  const indexed = (spec: object = {}) => job({ completionMode: 'Indexed', completions: 3, parallelism: 3, ...spec })

  test('gives each pod its index', () => {
    const cluster = plane()
    cluster.client.create(indexed())
    cluster.run(2_000)
    const [first] = running(cluster)
    expect(running(cluster).map((pod) => pod.metadata.generateName)).toEqual(['pack-0-', 'pack-1-', 'pack-2-'])
    expect(first!.metadata.annotations).toEqual({ 'batch.kubernetes.io/job-completion-index': '0' })
    expect(first!.metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-completion-index': '0' })
    expect(first!.spec.hostname).toBe('pack-0')
    expect(first!.spec.containers[0]!.env).toMatchObject([
      {
        name: 'JOB_COMPLETION_INDEX',
        valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } },
      },
    ])
    for (const pod of running(cluster).slice(0, 2)) end(cluster, pod, 0)
    cluster.run(2_000)
    expect(jobOf(cluster).status).toMatchObject({ completedIndexes: '0,1', succeeded: 2, active: 1 })
  })

  test('gives up indexes one by one', () => {
    const cluster = plane()
    cluster.client.create(indexed({ backoffLimitPerIndex: 1 }))
    for (let i = 0; i < 40; i++) {
      cluster.run(1_000)
      for (const pod of running(cluster)) end(cluster, pod, pod.spec.hostname === 'pack-1' ? 1 : 0)
    }
    expect(jobOf(cluster).status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', failed: 2, succeeded: 2 })
    expect(conditions(jobOf(cluster))).toEqual(['FailureTarget=True/FailedIndexes', 'Failed=True/FailedIndexes'])
    const second = pods(cluster).filter((pod) => pod.spec.hostname === 'pack-1')[1]
    expect(second!.metadata.annotations).toMatchObject({ 'batch.kubernetes.io/job-index-failure-count': '1' })
  })

  test('fails when too many indexes did', () => {
    const cluster = plane()
    cluster.client.create(indexed({ backoffLimitPerIndex: 0, maxFailedIndexes: 1 }))
    cluster.run(2_000)
    for (const pod of running(cluster).slice(0, 2)) end(cluster, pod, 1)
    cluster.run(5_000)
    expect(conditions(jobOf(cluster))).toEqual([
      'FailureTarget=True/MaxFailedIndexesExceeded',
      'Failed=True/MaxFailedIndexesExceeded',
    ])
  })

  test('is done early by its success policy', () => {
    const cluster = plane()
    cluster.client.create(indexed({ successPolicy: { rules: [{ succeededIndexes: '1-2', succeededCount: 1 }] } }))
    cluster.run(2_000)
    end(cluster, running(cluster)[1]!, 0)
    cluster.run(5_000)
    expect(conditions(jobOf(cluster))).toEqual(['SuccessCriteriaMet=True/SuccessPolicy', 'Complete=True/SuccessPolicy'])
    expect(jobOf(cluster).status.conditions![0]!.message).toBe('Matched rules at index 0')
    expect(jobOf(cluster).status.failed).toBeUndefined()
    expect(running(cluster)).toHaveLength(0)
  })

  test('may grow and shrink together with its parallelism', () => {
    const cluster = plane()
    cluster.client.create(indexed())
    const patch = (spec: object) => refusal(() => cluster.client.patch('Job', jobOf(cluster), 'merge', { spec }))
    expect(patch({ completions: 4 })).toContain(
      'spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism',
    )
    expect(patch({ completions: 4, parallelism: 4 })).toBe('')
  })
})

describe('a failure policy', () => {
  test('waits until pods have quite failed, whatever is said of replacement', () => {
    const policy = { podFailurePolicy: { rules: [] } }
    const spec = (more: object) => ({ ...job(), spec: more }) as unknown as Job
    expect(waitsForFailed(spec(policy))).toBe(true)
    expect(waitsForFailed(spec({ podReplacementPolicy: 'Failed' }))).toBe(true)
    expect(waitsForFailed(spec({ podReplacementPolicy: 'TerminatingOrFailed' }))).toBe(false)
  })

  const rules = (action: string) => ({
    podFailurePolicy: { rules: [{ action, onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }] },
  })

  test('fails the whole Job', () => {
    const cluster = plane()
    cluster.client.create(job({ completions: 2, parallelism: 2, ...rules('FailJob') }))
    cluster.run(2_000)
    const [pod] = running(cluster)
    end(cluster, pod!, 42)
    cluster.run(5_000)
    expect(conditions(jobOf(cluster))).toEqual(['FailureTarget=True/PodFailurePolicy', 'Failed=True/PodFailurePolicy'])
    expect(jobOf(cluster).status.conditions![1]!.message).toBe(
      `Container main for pod default/${pod!.metadata.name} failed with exit code 42 matching FailJob rule at index 0`,
    )
  })

  test('ignores a failure', () => {
    const cluster = plane()
    cluster.client.create(job({ backoffLimit: 0, ...rules('Ignore') }))
    cluster.run(2_000)
    end(cluster, running(cluster)[0]!, 42)
    cluster.run(15_000)
    expect(running(cluster)).toHaveLength(1)
    expect(jobOf(cluster).status.failed).toBeUndefined()
  })
})
