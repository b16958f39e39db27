import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { finishedCondition, type Job } from '../../../src/kube/kinds/job/api'
import { end, job, jobOf, plane, running } from '../../support/jobs'

/** What a random Job is asked for, and what its pods do one after the other. */
const runs = fc.record({
  mode: fc.constantFrom('NonIndexed' as const, 'Indexed' as const),
  completions: fc.integer({ min: 1, max: 6 }),
  parallelism: fc.integer({ min: 1, max: 4 }),
  backoffLimit: fc.integer({ min: 0, max: 3 }),
  perIndex: fc.boolean(),
  replacement: fc.constantFrom('TerminatingOrFailed', 'Failed'),
  fates: fc.array(fc.constantFrom<Fate>('succeed', 'succeed', 'fail', 'delete', 'stay'), { minLength: 5, maxLength: 25 }),
})
type Fate = 'succeed' | 'fail' | 'delete' | 'stay'

const indexOf = ({ metadata }: Pod) => metadata.annotations?.['batch.kubernetes.io/job-completion-index']

test('a Job never runs too many pods, counts no success twice, and ends once', () => {
  fc.assert(
    fc.property(runs, ({ mode, completions, parallelism, backoffLimit, perIndex, replacement, fates }) => {
      const cluster = plane()
      const limits = mode === 'Indexed' && perIndex ? { backoffLimitPerIndex: backoffLimit } : { backoffLimit }
      cluster.client.create(job({ completionMode: mode, completions, parallelism, podReplacementPolicy: replacement, ...limits }))
      const succeededIndexes: string[] = []
      let ends = 0
      const look = (): Job => {
        const now = jobOf(cluster)
        const { succeeded = 0, active = 0, conditions = [] } = now.status
        expect(running(cluster).length).toBeLessThanOrEqual(parallelism)
        expect(active).toBeLessThanOrEqual(parallelism)
        expect(succeeded).toBeLessThanOrEqual(completions)
        ends = conditions.filter(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True').length
        expect(ends).toBeLessThanOrEqual(1)
        return now
      }
      const act = (pod: Pod, fate: Fate) => {
        if (fate === 'stay') return
        if (fate === 'delete') cluster.client.delete('Pod', pod)
        if (fate === 'succeed' && mode === 'Indexed') succeededIndexes.push(indexOf(pod)!)
        end(cluster, pod, fate === 'succeed' ? 0 : 1)
      }
      const started = () => running(cluster).filter(({ status }) => status.phase === 'Running')
      let turn = 0
      for (let i = 0; i < 400 && !finishedCondition(look()); i++) {
        cluster.run(i < 60 ? 700 : 20_000)
        for (const pod of started()) act(pod, turn < fates.length ? fates[turn++]! : 'succeed')
      }
      cluster.run(60_000)
      const last = look()
      expect(ends).toBe(1)
      expect(running(cluster)).toHaveLength(0)
      expect(new Set(succeededIndexes).size).toBe(succeededIndexes.length)
      if (finishedCondition(last)!.type === 'Complete') expect(last.status.succeeded).toBe(completions)
      expect(last.status.uncountedTerminatedPods).toEqual({})
    }),
    { numRuns: 60, seed: 7 },
  )
})
