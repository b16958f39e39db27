import { describe, expect, test } from 'vitest'
import type { Secret } from '../../../src/kube/kinds/secret/api'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { processSpec } from '../../../src/kube/kubelet/processSpec'
import { createWorld } from '../../../src/world/world'

const podOf = (spec: object, metadata: object = {}) =>
  ({
    metadata: { name: 'p', namespace: 'default', uid: 'u', ...metadata },
    spec: { restartPolicy: 'Always', ...spec },
  }) as unknown as Pod
const only = (container: object, spec: object = {}, metadata: object = {}) => {
  const pod = podOf({ containers: [{ name: 'c', ...container }], ...spec }, metadata)
  return processSpec(pod, pod.spec.containers[0]!, {})
}

describe('where a container listens', () => {
  test('an image of which nothing is known also where its own probes ask', () => {
    const probe = { httpGet: { port: 8081 } }
    expect(only({ image: 'acme/api', ports: [{ containerPort: 80 }], readinessProbe: probe }).ports).toEqual([80, 8081])
    expect(only({ image: 'acme/api', readinessProbe: probe }).ports).toEqual([])
    expect(only({ image: 'acme/api', ports: [{ containerPort: 80 }], args: ['--metrics-port=9100'] }).ports).toEqual([80, 9100])
  })

  test('a configuration that is mounted decides for well-known servers', () => {
    const mounted = {
      image: 'nginx',
      ports: [{ containerPort: 8080 }],
      volumeMounts: [{ name: 'v', mountPath: '/etc/nginx/conf.d' }],
    }
    const { behaviour, ports } = only(mounted)
    expect({ ports: behaviour.ports, paths: behaviour.paths }).toEqual({ ports: 'declared', paths: undefined })
    expect(ports).toEqual([8080, 80])
    expect(only({ ...mounted, volumeMounts: [{ name: 'v', mountPath: '/usr/share/nginx/html' }] }).behaviour.ports).toEqual([80])
    expect(only({ image: 'redis', args: ['--port', '7000'] }).ports).toEqual([7000, 6379, 16379])
  })

  test.each([
    [{ image: 'hashicorp/http-echo', args: ['-text=hi', '-listen=:5000'] }, {}, true],
    [{ image: 'memcached', args: ['-m', '64', '-p', '5000'] }, {}, true],
    [{ image: 'memcached', args: ['-m', '64', '-I', '15000'] }, {}, false],
    [{ image: 'gcr.io/google-samples/hello-app:1.0' }, { PORT: '5000' }, true],
    [{ image: 'postgres' }, { PGPORT: '5000' }, true],
    [{ image: 'postgres' }, { POSTGRES_PASSWORD: '5000' }, false],
    [{ image: 'traefik/whoami' }, { WHOAMI_LISTEN: '0.0.0.0:5000' }, true],
    [{ image: 'nginx' }, { PORT: '5000' }, false],
  ])('so do arguments and variables that name the declared port: %j %j', (container, env, told) => {
    const pod = podOf({ containers: [{ name: 'c', ports: [{ containerPort: 5000 }], ...container }] })
    const { behaviour } = processSpec(pod, pod.spec.containers[0]!, env)
    expect(behaviour.ports === 'declared').toBe(told)
  })

  test.each([
    [{ command: ['redis-sentinel', '/conf/sentinel.conf'], volumeMounts: [{ name: 'v', mountPath: '/conf' }] }, true],
    [
      { args: ['sh', '-c', 'exec redis-server --include=/conf/a.conf'], volumeMounts: [{ name: 'v', mountPath: '/conf/' }] },
      true,
    ],
    [{ args: ['/conf/a.conf'], volumeMounts: [{ name: 'v', mountPath: '/conf/a.conf', subPath: 'a.conf' }] }, true],
    [{ args: ['--config', '/conf/main'], volumeMounts: [{ name: 'v', mountPath: '/conf' }] }, true],
    [{ args: ['run', '/conf/Serverfile'], volumeMounts: [{ name: 'v', mountPath: '/conf' }] }, true],
    [{ args: ['/conf/a.conf'], volumeMounts: [{ name: 'v', mountPath: '/con' }] }, false],
    [{ args: ['--dir', '/conf/data'], volumeMounts: [{ name: 'v', mountPath: '/conf' }] }, false],
  ])('so does one on a volume that its arguments name: %j', (container, decides) => {
    const { behaviour, ports } = only({ image: 'redis', ports: [{ containerPort: 5000 }], ...container })
    expect(behaviour.ports === 'declared').toBe(decides)
    expect(ports.includes(6379)).toBe(decides)
    expect(ports.includes(5000)).toBe(true)
  })
})

test('init containers, Jobs and pods that run to completion are expected to end, sidecars and who serves are not', () => {
  const image = 'acme/tool'
  expect(only({ image }).endsBySelf).toBeUndefined()
  expect(only({ image }, { restartPolicy: 'Never' }).endsBySelf).toBe(true)
  expect(only({ image, ports: [{ containerPort: 80 }] }, { restartPolicy: 'Never' }).endsBySelf).toBeUndefined()
  const job = { ownerReferences: [{ kind: 'Job', name: 'j', uid: 'j', apiVersion: 'batch/v1', controller: true }] }
  expect(only({ image, ports: [{ containerPort: 80 }] }, { restartPolicy: 'OnFailure' }, job).endsBySelf).toBe(true)
  const init = podOf({
    containers: [],
    initContainers: [
      { name: 'i', image },
      { name: 's', image, restartPolicy: 'Always' },
    ],
  })
  expect(init.spec.initContainers!.map((each) => processSpec(init, each, {}).endsBySelf)).toEqual([true, undefined])
})

const settled = (text: string, ms = 120_000) => {
  const world = createWorld({ seed: 1, nodes: 2 })
  world.dispatch({ type: 'apply', file: 'a.yaml', text })
  world.advance(ms)
  return world
}
const logsOf = (world: ReturnType<typeof settled>, pod: string) =>
  world.cluster.logs('default', pod, 'c')?.map(({ text }) => text)

describe('variables of Services', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: { name: my-db }\nspec: { clusterIP: 10.96.7.7, ports: [{ name: sql, port: 5432 }] }\n---\n'
  const pod = (more: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { restartPolicy: Never, ${more} containers: [{ name: c, image: busybox, command: [sh, -c, 'echo $MY_DB_SERVICE_HOST:$MY_DB_SERVICE_PORT_SQL $MY_DB_PORT_5432_TCP_ADDR $KUBERNETES_PORT'] }] }\n`
  test('tell where those of the namespace are', () => {
    expect(logsOf(settled(service + pod('')), 'p')).toEqual(['10.96.7.7:5432 10.96.7.7 tcp://10.96.0.1:443'])
  })
  test('but for the API server not when the pod wants none', () => {
    expect(logsOf(settled(service + pod('enableServiceLinks: false, ')), 'p')).toEqual([': tcp://10.96.0.1:443'])
  })
})

describe('a program that keeps certificates in a Secret', () => {
  const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: certs }
rules: [{ apiGroups: [''], resources: [secrets], verbs: [get, create] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: certs }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: certs }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }]
---
`
  const job = `apiVersion: batch/v1
kind: Job
metadata: { name: certs }
spec:
  template:
    spec:
      restartPolicy: OnFailure
      containers: [{ name: c, image: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.5.0', args: [create, --secret-name=hook] }]
`
  test('does so when it ended, as its service account', () => {
    const secret = settled(role + job).cluster.store.get('Secret', 'default/hook') as Secret | undefined
    expect(Object.keys(secret?.data ?? {})).toEqual(['ca', 'cert', 'key'])
    expect(settled(job).cluster.store.get('Secret', 'default/hook')).toBeUndefined()
  })
})

test('localhost is the whole pod: a neighbour can be asked', () => {
  const world = settled(`apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  containers:
    - { name: db, image: redis, ports: [{ containerPort: 6379 }] }
    - { name: c, image: busybox, command: [sh, -c, 'until nc -z localhost 6379; do sleep 1; done; echo there; sleep 3600'] }
`)
  expect(logsOf(world, 'p')).toEqual(['there'])
})
