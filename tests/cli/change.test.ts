import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../src/kube/kinds/deployment/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { clusterWith, deploymentYaml, run } from '../support/cluster'

const world = () => clusterWith(deploymentYaml('web', 1))
const deployment = (of: ReturnType<typeof world>, name = 'web') =>
  of.cluster.store.get('Deployment', `default/${name}`) as Deployment
const container = (of: ReturnType<typeof world>) => deployment(of).spec.template.spec.containers[0]!

describe('kubectl patch', () => {
  test('takes a patch in YAML or JSON, of any type', () => {
    const cluster = world()
    expect(run(cluster, 'patch deploy web -p {"spec":{"replicas":2}}').out).toEqual(['deployment.apps/web patched'])
    expect(deployment(cluster).spec.replicas).toBe(2)
    expect(run(cluster, 'patch deploy/web --type=merge -p {"spec":{"replicas":2}}').out).toEqual([
      'deployment.apps/web patched (no change)',
    ])
    const json = '[{"op":"replace","path":"/spec/replicas","value":3}]'
    expect(run(cluster, `patch deploy/web --type json --patch ${json}`).exit).toBe(0)
    expect(deployment(cluster).spec.replicas).toBe(3)
  })

  test.each([
    ['patch deploy/web', 'error: must specify --patch or --patch-file containing the contents of the patch'],
    ['patch deploy/web --type=x -p {}', 'error: --type must be one of [json merge strategic], not "x"'],
    ['patch deploy/nope -p {}', 'Error from server (NotFound): deployments.apps "nope" not found'],
    [
      'patch deploy/web -p {"spec":{"replicas":"x"}}',
      'The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32',
    ],
    [
      'patch deploy/web --type=json -p [{"op":"remove","path":"/spec/foo"}]',
      'The request is invalid: the server rejected our request due to an error in our request',
    ],
  ])('%s', (line, message) => expect(run(world(), line)).toEqual({ exit: 1, out: [], err: [message] }))
})

describe('kubectl set', () => {
  test('env sets and takes away variables', () => {
    const cluster = world()
    expect(run(cluster, 'set env deploy/web A=b C=d=e').out).toEqual(['deployment.apps/web env updated'])
    expect(container(cluster).env).toEqual([
      { name: 'A', value: 'b' },
      { name: 'C', value: 'd=e' },
    ])
    expect(run(cluster, 'set env deploy/web A-').out).toEqual(['deployment.apps/web env updated'])
    expect(container(cluster).env).toEqual([{ name: 'C', value: 'd=e' }])
    expect(run(cluster, 'set env deploy/web').err).toEqual(['error: at least one environment variable must be provided'])
  })

  test('env takes all of a ConfigMap', () => {
    const cluster = world()
    expect(run(cluster, 'create configmap conf --from-literal=log.level=info').out).toEqual(['configmap/conf created'])
    run(cluster, 'set env --from=configmap/conf deploy/web')
    expect(container(cluster).env).toEqual([
      { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { key: 'log.level', name: 'conf' } } },
    ])
  })

  test('resources, serviceaccount, selector', () => {
    const cluster = world()
    expect(run(cluster, 'set resources deploy/web --requests=cpu=100m,memory=64Mi --limits=cpu=200m').out).toEqual([
      'deployment.apps/web resource requirements updated',
    ])
    expect(container(cluster).resources).toEqual({ requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m' } })
    expect(run(cluster, 'set resources deploy/web --requests=cpu=x').err[0]).toMatch(/^error: quantities must match/)
    run(cluster, 'create serviceaccount robot')
    expect(run(cluster, 'set serviceaccount deploy/web robot').out).toEqual(['deployment.apps/web serviceaccount updated'])
    run(cluster, 'expose deploy web --port=80')
    expect(run(cluster, 'set selector service web app=other').out).toEqual(['service/web selector updated'])
    expect(run(cluster, 'set colour deploy/web red').err).toEqual(['error: unknown command "colour" for "kubectl set"'])
  })
})

describe('kubectl rollout restart', () => {
  test('refuses what is paused, and what has no rollout', () => {
    const cluster = world()
    run(cluster, 'rollout pause deploy/web')
    expect(run(cluster, 'rollout restart deploy/web').err).toEqual([
      `error: deployments.apps "web" can't restart paused deployment (run rollout resume first)`,
    ])
    const [set = ''] = run(cluster, 'get rs -o name').out
    expect(run(cluster, `rollout restart ${set}`).err[0]).toMatch(
      /^error: replicasets.apps "web-\w+" restarting is not supported$/,
    )
  })
})

describe('kubectl run', () => {
  test('makes a pod', () => {
    const cluster = world()
    expect(run(cluster, 'run hi --image=busybox --restart=Never --env=A=b --command -- echo hi').out).toEqual(['pod/hi created'])
    const { spec, metadata } = cluster.cluster.store.get('Pod', 'default/hi') as Pod
    expect(metadata.labels).toEqual({ run: 'hi' })
    expect(spec.restartPolicy).toBe('Never')
    expect(spec.containers[0]).toMatchObject({ name: 'hi', command: ['echo', 'hi'], env: [{ name: 'A', value: 'b' }] })
    expect(run(cluster, 'run hi').err).toEqual(['error: required flag(s) "image" not set'])
  })
})

describe('kubectl create deployment', () => {
  test('names the container after the image', () => {
    const cluster = world()
    expect(run(cluster, 'create deployment api --image=example.org:5000/team/my_app:1.2 --replicas=2').out).toEqual([
      'deployment.apps/api created',
    ])
    const { spec } = deployment(cluster, 'api')
    expect(spec.replicas).toBe(2)
    expect(spec.template.spec.containers[0]).toMatchObject({ name: 'my-app', image: 'example.org:5000/team/my_app:1.2' })
    expect(run(cluster, 'create ns blue').out).toEqual(['namespace/blue created'])
    expect(run(cluster, 'create secret generic s --from-literal=a=b').out).toEqual(['secret/s created'])
  })
})

describe('kubectl get', () => {
  test("prints YAML, and columns of a person's own", () => {
    const cluster = world()
    const yaml = run(cluster, 'get deploy web -o yaml').out
    expect(yaml.slice(0, 2)).toEqual(['apiVersion: apps/v1', 'kind: Deployment'])
    expect(yaml).toContain('  replicas: 1')
    expect(
      run(cluster, 'get deploy -o custom-columns=NAME:.metadata.name,IMAGES:.spec.template.spec.containers[*].image,X:.x').out,
    ).toEqual(['NAME   IMAGES       X', 'web    nginx:1.27   <none>'])
    expect(run(cluster, 'get deploy -o custom-columns=NAME').err[0]).toMatch(/^error: unexpected custom-columns spec: NAME/)
  })
})

describe('kubectl wait', () => {
  test('waits for conditions, values, and that something is gone', () => {
    const cluster = world()
    run(cluster, 'scale deploy/web --replicas=2')
    expect(run(cluster, 'wait --for=condition=available deploy/web').out).toEqual(['deployment.apps/web condition met'])
    expect(run(cluster, 'wait --for=jsonpath={.status.readyReplicas}=2 deploy/web').out).toEqual([
      'deployment.apps/web condition met',
    ])
    const [pod = ''] = run(cluster, 'get pods -o name').out
    run(cluster, `delete ${pod} --wait=false`)
    expect(run(cluster, `wait --for=delete ${pod}`).out).toEqual([`${pod} condition met`])
    expect(run(cluster, 'wait --for=delete pod/nope')).toEqual({ exit: 0, out: [], err: [] })
  })

  test('gives up', () => {
    const cluster = world()
    const before = cluster.now
    expect(run(cluster, 'wait --for=condition=Failed deploy/web --timeout=2s').err).toEqual([
      'error: timed out waiting for the condition on deployments/web',
    ])
    expect(cluster.now - before).toBe(2000)
    expect(run(cluster, 'wait deploy/web --for=x').err).toEqual(['error: unrecognized condition: "x"'])
  })
})

describe('kubectl delete --cascade', () => {
  test('false leaves what it owns, as orphan does', () => {
    const cluster = world()
    expect(run(cluster, 'delete deploy web --cascade=false').err).toEqual([
      'warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.',
    ])
    expect(run(cluster, 'get rs').out).toHaveLength(2)
  })
})
