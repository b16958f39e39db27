import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import { EPOCH_MS } from '../../../src/api/time'
import type { CronJob } from '../../../src/kube/kinds/cronjob/api'
import { parseSchedule } from '../../../src/kube/kinds/cronjob/schedule'
import { instantOf, localTime, zonedTimestamp, zoneNamed } from '../../../src/kube/kinds/cronjob/zone'
import { draft, type ControlPlane } from '../../support/controlPlane'
import { end, plane, podTemplate, running } from '../../support/jobs'

const cron = (spec: object = {}, name = 'report') =>
  draft({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default' },
    spec: { schedule: '*/1 * * * *', jobTemplate: { spec: { template: podTemplate() } }, ...spec },
  })

const cronOf = ({ client }: ControlPlane): CronJob => client.get('CronJob', 'report', 'default')!
const jobs = ({ client }: ControlPlane) => client.list('Job').map(({ metadata }) => metadata.name)
const MINUTE = 60_000
/** The minute in which a world begins, as names tell it. */
const first = EPOCH_MS / MINUTE

describe('a CronJob', () => {
  test('makes a Job each time it is due, named by the minute', () => {
    const cluster = plane()
    cluster.client.create(cron())
    cluster.run(2 * MINUTE + 5_000)
    expect(jobs(cluster)).toEqual([`report-${first + 1}`, `report-${first + 2}`])
    expect(cronOf(cluster).status.active?.map(({ name }) => name)).toEqual(jobs(cluster))
    expect(cronOf(cluster).status.lastScheduleTime).toBe('2026-01-01T00:02:00Z')
    const [one] = cluster.client.list('Job')
    expect(one!.metadata.annotations).toEqual({ 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z' })
    expect(one!.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'CronJob', name: 'report', controller: true })
    expect(cluster.events('report')).toEqual(jobs(cluster).map((name) => `SuccessfulCreate: Created job ${name}`))
  })

  test('Forbid waits for the last run', () => {
    const cluster = plane()
    cluster.client.create(cron({ concurrencyPolicy: 'Forbid' }))
    cluster.run(2 * MINUTE + 5_000)
    expect(jobs(cluster)).toEqual([`report-${first + 1}`])
    expect(cluster.events('report').at(-1)).toBe(
      'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid',
    )
  })

  test('Replace ends the last run', () => {
    const cluster = plane()
    cluster.client.create(cron({ concurrencyPolicy: 'Replace' }))
    cluster.run(2 * MINUTE + 5_000)
    expect(jobs(cluster)).toEqual([`report-${first + 2}`])
    expect(cluster.events('report')).toContain(`SuccessfulDelete: Deleted job report-${first + 1}`)
  })

  test('keeps the last runs only, and notes success', () => {
    const cluster = plane()
    cluster.client.create(cron({ successfulJobsHistoryLimit: 2 }))
    for (let i = 0; i < 5; i++) {
      cluster.run(MINUTE)
      cluster.run(2_000)
      for (const pod of running(cluster)) end(cluster, pod, 0)
      cluster.run(5_000)
    }
    expect(jobs(cluster)).toHaveLength(2)
    expect(cronOf(cluster).status.active).toBeUndefined()
    expect(cronOf(cluster).status.lastSuccessfulTime).toBeDefined()
    expect(cluster.events('report').filter((event) => event.startsWith('SawCompletedJob'))[0]).toBe(
      `SawCompletedJob: Saw completed job: report-${first + 1}, condition: Complete`,
    )
  })

  test('sleeps while it is suspended, and makes up for one start afterwards', () => {
    const cluster = plane()
    cluster.client.create(cron({ suspend: true }))
    cluster.run(150 * MINUTE)
    expect(jobs(cluster)).toEqual([])
    cluster.client.patch('CronJob', cronOf(cluster), 'merge', { spec: { suspend: false } })
    cluster.run(1_000)
    expect(jobs(cluster)).toEqual([`report-${first + 150}`])
    expect(cluster.events('report')[0]).toBe(
      'TooManyMissedTimes: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    )
  })

  test('another schedule begins with its next time', () => {
    const cluster = plane()
    cluster.client.create(cron({ schedule: '0 0 1 1 *' }))
    cluster.run(10 * MINUTE + 30_000)
    cluster.client.patch('CronJob', cronOf(cluster), 'merge', { spec: { schedule: '*/1 * * * *' } })
    cluster.run(20_000)
    expect(jobs(cluster)).toEqual([])
    cluster.run(15_000)
    expect(jobs(cluster)).toEqual([`report-${first + 11}`])
  })

  test('wakes for its schedule only', () => {
    const cluster = plane()
    cluster.client.create(cron({ schedule: '0 0 1 1 *' }))
    cluster.run(1_000)
    const before = cluster.kernel.steps
    cluster.run(9_000)
    const busy = cluster.kernel.steps - before
    const idle = plane()
    idle.run(1_000)
    const start = idle.kernel.steps
    idle.run(9_000)
    expect(busy).toBeLessThanOrEqual(idle.kernel.steps - start)
  })

  test.each([
    [{ schedule: '61 * * * *' }, 'spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'],
    [
      { schedule: 'TZ=UTC 0 * * * *' },
      'spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
    [{ timeZone: 'Mars/Base' }, 'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base'],
    [{ timeZone: '' }, 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
  ])('refuses %j', (spec, message) => {
    let refusal = ''
    try {
      plane().client.create(cron(spec))
    } catch (error) {
      if (error instanceof ApiError) refusal = error.message
    }
    expect(refusal).toBe(`CronJob.batch "report" is invalid: ${message}`)
  })
})

describe('schedules', () => {
  const next = (schedule: string, zone: string, after: string) => {
    const place = zoneNamed(zone)!
    const at = parseSchedule(schedule, place).next(Date.parse(after))
    return at === undefined ? undefined : zonedTimestamp(place, at)
  }

  test('clocks that are put forward or back', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-30T02:30:00+02:00')
    expect(next('0 3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T03:00:00+02:00')
    expect(next('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z')).toBe('2026-11-01T01:30:00-04:00')
    expect(next('0 9 * * *', 'Asia/Kathmandu', '2026-01-01T00:00:00Z')).toBe('2026-01-01T09:00:00+05:45')
  })

  test('days of the month or of the week, whichever comes first, unless one is left open', () => {
    expect(next('0 0 13 * 5', 'UTC', '2026-01-01T12:00:00Z')).toBe('2026-01-02T00:00:00Z')
    expect(next('0 0 13 * *', 'UTC', '2026-01-01T12:00:00Z')).toBe('2026-01-13T00:00:00Z')
    expect(next('0 0 31 2 *', 'UTC', '2026-01-01T12:00:00Z')).toBeUndefined()
    expect(next('@every 1h30m', 'UTC', '2026-01-01T12:00:00Z')).toBe('2026-01-01T13:30:00Z')
  })

  test('what a schedule names lies ahead and fits, and nothing is left out before it', () => {
    const field = (max: number) =>
      fc.oneof(fc.constant('*'), fc.integer({ min: 0, max }).map(String), fc.constantFrom('*/5', '1-3'))
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo')
    fc.assert(
      fc.property(field(59), field(23), zones, fc.integer({ min: 0, max: 525_600 }), (minute, hour, name, start) => {
        const zone = zoneNamed(name)!
        const schedule = parseSchedule(`${minute} ${hour} * * *`, zone)
        const after = EPOCH_MS + start * MINUTE
        const at = schedule.next(after)!
        expect(at).toBeGreaterThan(after)
        expect(at % MINUTE).toBe(0)
        for (let earlier = after + MINUTE; earlier < Math.min(at, after + 3000 * MINUTE); earlier += MINUTE) {
          const fits = parseSchedule(`${minute} ${hour} * * *`, zone).next(earlier - 1000) === earlier
          expect(fits).toBe(false)
        }
      }),
      { numRuns: 25, seed: 3 },
    )
  })

  test('an instant and what the clocks show agree', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 525_600 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC'),
        (minutes, name) => {
          const zone = zoneNamed(name)!
          const { year, month, day, hour, minute } = localTime(zone, EPOCH_MS + minutes * MINUTE)
          const back = localTime(zone, instantOf(zone, year, month, day, hour, minute))
          expect(back).toMatchObject({ year, month, day, hour, minute })
        },
      ),
    )
  })
})
