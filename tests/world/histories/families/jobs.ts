import fc from 'fast-check'
import { expect } from 'vitest'
import type { CronJob } from '../../../../src/kube/kinds/cronjob/api'
import type { Job } from '../../../../src/kube/kinds/job/api'
import { file } from '../act'
import type { Family } from '../family'
import { all, titleOf } from '../read'

const NAMES = ['count', 'sum'] as const
const COMMANDS = ['exit 0', 'exit 1', 'sleep 20', 'sleep 70; exit 1'] as const
const pod = (command: string, restartPolicy = 'Never') => ({
  metadata: { labels: { app: 'work' } },
  spec: { restartPolicy, containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', command] }] },
})
const job = (name: string, command: string, spec: object, restartPolicy?: string) =>
  file(name, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: pod(command, restartPolicy), ...spec },
  })
const tick = (command: string, spec: object) =>
  file('tick', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { backoffLimit: 1, template: pod(command) } }, ...spec },
  })
const named = (name: string, kind = 'Job') => ({ kind, namespace: 'default', name })

const spec = fc.record({
  completions: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  parallelism: fc.integer({ min: 0, max: 4 }),
  backoffLimit: fc.integer({ min: 0, max: 3 }),
  suspend: fc.constantFrom(false, false, true),
  ttlSecondsAfterFinished: fc.constantFrom(undefined, undefined, 30),
  activeDeadlineSeconds: fc.constantFrom(undefined, undefined, 60),
  podReplacementPolicy: fc.constantFrom(undefined, 'Failed'),
})
const indexed = spec.map((given) => ({ ...given, completions: given.completions ?? 2, completionMode: 'Indexed' }))

/** Work that ends, and work by the clock. */
export const jobs: Family = {
  name: 'jobs',
  begin: [job('count', 'sleep 20', { completions: 4, parallelism: 2 }), tick('sleep 20', {})],
  acts: fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...NAMES),
          fc.constantFrom(...COMMANDS),
          fc.oneof(spec, indexed),
          fc.constantFrom('Never', 'OnFailure'),
        )
        .map((parts) => job(...parts)),
    },
    fc
      .tuple(
        fc.constantFrom(...COMMANDS),
        fc.record({
          concurrencyPolicy: fc.constantFrom('Allow', 'Forbid', 'Replace'),
          suspend: fc.boolean(),
          failedJobsHistoryLimit: fc.nat(2),
        }),
      )
      .map((parts) => tick(...parts)),
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('suspend', 'resume', 'delete'), fc.constantFrom(...NAMES))
        .map(([type, name]) => ({ type, ...named(name) }) as const),
    },
    fc.constantFrom('suspend', 'resume', 'delete').map((type) => ({ type, ...named('tick', 'CronJob') }) as const),
    fc.constant({ type: 'trigger' as const, namespace: 'default', name: 'tick' }),
    fc
      .tuple(fc.constantFrom(...NAMES), fc.nat(4))
      .map(([name, parallelism]) => ({ type: 'patch' as const, ...named(name), patch: { spec: { parallelism } } })),
    fc.record({ pod: fc.constantFrom('kill', 'force', 'evict', 'kill-container'), place: fc.nat(9), app: fc.constant('work') }),
  ),
  calm: [
    { type: 'suspend', ...named('tick', 'CronJob') },
    ...NAMES.flatMap((name) => [
      { type: 'resume' as const, ...named(name) },
      { type: 'patch' as const, ...named(name), patch: { spec: { parallelism: 2 } } },
    ]),
  ],
  rests(world) {
    for (const each of all<Job>(world, 'Job')) {
      const ended = each.status.conditions?.filter(
        ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
      )
      expect(ended, `${titleOf(each)} is over`).toHaveLength(1)
      expect(each.status.active ?? 0, `${titleOf(each)} has nothing running`).toBe(0)
    }
    for (const each of all<CronJob>(world, 'CronJob')) expect(each.status.active ?? [], titleOf(each)).toEqual([])
  },
}
