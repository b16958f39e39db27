import { describe, expect, test } from 'vitest'
import type { CronJob } from '../../src/kube/kinds/cronjob/api'
import type { Job } from '../../src/kube/kinds/job/api'
import { clusterWith, deploymentYaml, run } from '../support/cluster'

const world = () => clusterWith(deploymentYaml('web', 1))

describe('kubectl create', () => {
  test('a Job, by image and command', () => {
    const cluster = world()
    expect(run(cluster, 'create job hello --image=busybox -- echo hi')).toEqual({
      exit: 0,
      out: ['job.batch/hello created'],
      err: [],
    })
    cluster.advance(cluster.now + 20_000)
    const { spec, status } = cluster.cluster.store.get('Job', 'default/hello') as Job
    expect(spec.template.spec).toMatchObject({ restartPolicy: 'Never', containers: [{ name: 'hello', command: ['echo', 'hi'] }] })
    expect(status.succeeded).toBe(1)
    const [row] = run(cluster, 'get jobs').out.slice(1)
    expect(row).toMatch(/^hello +Complete +1\/1 +\d+s +\d+s *$/)
  })

  test('a disruption budget and a priority class', () => {
    const cluster = world()
    expect(run(cluster, 'create pdb web --selector=app=web,tier!=db --max-unavailable=50%').out).toEqual([
      'poddisruptionbudget.policy/web created',
    ])
    expect(cluster.cluster.store.get('PodDisruptionBudget', 'default/web')).toMatchObject({
      spec: {
        maxUnavailable: '50%',
        selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }] },
      },
    })
    expect(run(cluster, 'create priorityclass high --value=1000 --description=x').out).toEqual([
      'priorityclass.scheduling.k8s.io/high created',
    ])
    expect(cluster.cluster.store.get('PriorityClass', 'high')).toMatchObject({
      value: 1000,
      description: 'x',
      preemptionPolicy: 'PreemptLowerPriority',
    })
  })

  test('a CronJob, and a run of it by hand', () => {
    const cluster = world()
    expect(run(cluster, 'create cronjob tick --image=busybox --schedule=@yearly -- true').out).toEqual([
      'cronjob.batch/tick created',
    ])
    const cronJob = cluster.cluster.store.get('CronJob', 'default/tick') as CronJob
    expect(cronJob.spec.jobTemplate.spec.template.spec.restartPolicy).toBe('OnFailure')
    expect(run(cluster, 'create job now --from=cronjob/tick').out).toEqual(['job.batch/now created'])
    const { metadata } = cluster.cluster.store.get('Job', 'default/now') as Job
    expect(metadata.annotations).toEqual({ 'cronjob.kubernetes.io/instantiate': 'manual' })
    expect(metadata.ownerReferences).toEqual([
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid: cronJob.metadata.uid },
    ])
  })

  test.each([
    ['create pdb a --min-available=1', 'error: a selector must be specified'],
    ['create pdb a --selector=a=b', 'error: one of min-available or max-unavailable must be specified'],
    ['create pdb a --selector=a=b --min-available=x', 'error: invalid format specified for min-available'],
    ['create job', "error: exactly one NAME is required, got 0\nSee 'kubectl create job -h' for help and examples"],
    ['create job a', 'error: either --image or --from must be specified'],
    ['create job a --image=b --from=cronjob/c', 'error: either --image or --from must be specified'],
    ['create job a --from=cronjob/c -- true', 'error: cannot specify --from and command'],
    ['create job a --from=deploy/web', 'error: from must be an existing cronjob'],
    ['create job a --from=cronjob/c', 'Error from server (NotFound): cronjobs.batch "c" not found'],
    ['create cronjob a --image=b', 'error: required flag(s) "schedule" not set'],
    ['create castle', 'error: unknown command "castle" for "kubectl create"'],
  ])('%s', (words, message) => expect(run(world(), words).err.join('\n')).toBe(message))
})
