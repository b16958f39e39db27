import { describe, expect, test } from 'vitest'
import { serverClient } from '../../src/api/serverClient'
import type { Event } from '../../src/kube/kinds/event/api'
import type { Service } from '../../src/kube/kinds/service/api'
import { createWorld, type World } from '../../src/world/world'
import { run } from '../support/cluster'

const app = (name: string, replicas = 1, more = '', pod = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: c, image: nginx:1.27, ports: [{ name: http, containerPort: 80 }]${pod} }]
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }]${more} }
---`
const shell = (name: string, labels = `{ app: ${name} }`) => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: ${labels} }
spec: { containers: [{ name: c, image: busybox, command: [sleep, infinity] }] }
---`

function cluster(yaml: string, seconds = 20, options: Partial<Parameters<typeof createWorld>[0]> = {}): World {
  const world = createWorld({ seed: 1, nodes: 3, ...options })
  world.dispatch({ type: 'registry', speed: 1000 })
  apply(world, yaml)
  world.advance(seconds * 1000)
  return world
}
let files = 0
const apply = (world: World, text: string) => world.dispatch({ type: 'apply', file: `f${files++}.yaml`, text })
const client = (world: World) => serverClient(world.cluster.server, 'you')
const service = (world: World, name: string): Service => client(world).get('Service', name, 'default')!
const exec = (world: World, pod: string, command: string) => world.cluster.exec('default', pod, 'c', ['sh', '-c', command])!
const events = (world: World, name: string) =>
  (client(world).list('Event') as readonly Event[])
    .filter(({ involvedObject }) => involvedObject.name === name)
    .map(({ reason = '' }) => reason)
const stats = (world: World, name: string) => world.cluster.traffic.statsOf(service(world, name).metadata.uid)

describe('a shell in a pod', () => {
  const world = cluster(
    app('web', 2) +
      shell('me') +
      `
apiVersion: v1
kind: Service
metadata: { name: out }
spec: { type: ExternalName, externalName: www.example.com }
---
apiVersion: v1
kind: Service
metadata: { name: empty }
spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
`,
  )
  test('finds Services by name', () => {
    expect(exec(world, 'me', 'nslookup web').out).toContain(
      `Name:\tweb.default.svc.cluster.local\nAddress: ${service(world, 'web').spec.clusterIP}`,
    )
    expect(exec(world, 'me', 'nslookup web.default')).toMatchObject({ code: 0 })
    expect(exec(world, 'me', 'nslookup nothing').out).toContain("** server can't find nothing: NXDOMAIN")
    expect(exec(world, 'me', 'nslookup out').out).toContain('canonical name = www.example.com')
    expect(exec(world, 'me', 'cat /etc/resolv.conf').out).toBe(
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5',
    )
  })
  test('reaches them, or learns why not', () => {
    expect(exec(world, 'me', 'wget -qO- http://web').out).toContain('Welcome to nginx!')
    expect(exec(world, 'me', 'wget -qO- http://web/nothing').out).toContain('server returned error: HTTP/1.1 404 Not Found')
    expect(exec(world, 'me', 'wget -q http://empty').out).toContain('Connection refused')
    expect(exec(world, 'me', 'wget -q http://nothing').out).toBe("wget: bad address 'nothing'")
    expect(exec(world, 'me', 'nc -zv -w 2 web 80').code).toBe(0)
    expect(exec(world, 'me', 'nc -z -w 2 web 81')).toMatchObject({ code: 1, ms: 2000 })
    expect(exec(world, 'me', 'wget -q https://kubernetes').out).toContain('403 Forbidden')
  })
})

const denyAll = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }
---`
const allowFriends = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: friends }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { friend: 'yes' } } }], ports: [{ port: http }] }]
---`

describe('NetworkPolicy', () => {
  test('stops what it does not allow, says who did, and lets go when it goes', () => {
    const world = cluster(app('web', 2) + shell('stranger') + shell('friend', "{ friend: 'yes' }") + denyAll + allowFriends)
    expect(exec(world, 'friend', 'wget -qO- -T 1 http://web').code).toBe(0)
    expect(exec(world, 'stranger', 'wget -q -T 1 http://web')).toMatchObject({
      code: 1,
      out: 'wget: download timed out',
      ms: 1000,
    })
    const from = (pod: string, rate: number) =>
      world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate, from: { namespace: 'default', pod } })
    from('stranger', 20)
    world.advance(world.now + 3_000)
    expect(stats(world, 'web')).toMatchObject({ rate: 20, lost: 20 })
    const [blocked] = world.cluster.traffic.blocked()
    expect(blocked).toMatchObject({
      from: client(world).get('Pod', 'stranger', 'default')!.metadata.uid,
      port: 80,
      policies: ['default/deny', 'default/friends'],
    })
    from('stranger', 0)
    from('friend', 20)
    world.advance(world.now + 3_000)
    expect(stats(world, 'web')).toMatchObject({ rate: 20, lost: 0 })
    expect(world.cluster.traffic.network.policies.isolation().ingress).toHaveLength(2)
    for (const name of ['deny', 'friends']) client(world).delete('NetworkPolicy', { metadata: { name, namespace: 'default' } })
    world.advance(world.now + 1_000)
    expect(exec(world, 'stranger', 'wget -q http://web').code).toBe(0)
  })

  test('who may not leave does not even find names', () => {
    const world = cluster(
      app('web') +
        shell('jailed') +
        `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: jail }
spec: { podSelector: { matchLabels: { app: jailed } }, policyTypes: [Egress] }
`,
    )
    expect(exec(world, 'jailed', 'nslookup web').out).toContain('no servers could be reached')
    expect(exec(world, 'jailed', 'wget -q -T 3 http://web')).toMatchObject({ code: 1, out: "wget: bad address 'web'" })
    world.dispatch({
      type: 'traffic',
      namespace: 'default',
      service: 'web',
      rate: 8,
      from: { namespace: 'default', labels: { app: 'jailed' } },
    })
    world.advance(world.now + 2_000)
    expect(world.cluster.traffic.blocked()).toMatchObject([{ to: 'dns', port: 53, policies: ['default/jail'], rate: 8 }])
  })
})

describe('Ingress', () => {
  const rules = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }
          - { path: /gone, pathType: Prefix, backend: { service: { name: gone, port: { number: 80 } } } }
`
  const world = cluster(app('web') + app('api') + shell('me') + rules)
  const ask = (path: string, rate: number, host = 'shop.example.com') =>
    world.dispatch({ type: 'traffic', namespace: 'default', service: '', rate, ingress: { host, path } })

  test('gets the default class, an Event and an address', () => {
    const ingress = client(world).get('Ingress', 'shop', 'default')!
    expect(ingress.spec.ingressClassName).toBe('nginx')
    expect(ingress.status.loadBalancer).toEqual({ ingress: [{ ip: '203.0.113.1' }] })
    expect(events(world, 'shop')).toContain('Sync')
    expect(run(world, 'get ingress').out[1]).toMatch(/^shop +nginx +shop.example.com +203.0.113.1 +80 /)
  })

  test('routes by host and path', () => {
    ask('/', 20)
    ask('/api/x', 12)
    ask('/gone', 4)
    ask('/', 4, 'other.example.com')
    world.advance(world.now + 3_000)
    expect(stats(world, 'web')).toMatchObject({ rate: 20, lost: 0 })
    expect(stats(world, 'api')).toMatchObject({ rate: 12, lost: 0 })
    const { uid } = client(world).get('Ingress', 'shop', 'default')!.metadata
    expect(world.cluster.traffic.through(uid)).toEqual({ rate: 36, lost: 4 })
    const routed = world.cluster.traffic.flows().map(({ spec, routed: to }) => [spec.ingress?.path, to?.path, to?.status])
    expect(routed).toEqual([
      ['/', 0, 200],
      ['/api/x', 1, 200],
      ['/gone', 2, 503],
      ['/', -1, 404],
    ])
    for (const path of ['/', '/api/x', '/gone']) ask(path, 0)
    ask('/', 0, 'other.example.com')
    expect(world.cluster.traffic.flowing).toBe(false)
  })

  test('a pod that asks the controller by Host gets there too', () => {
    expect(exec(world, 'me', "curl -s -o /dev/null -w '%{http_code}' -H 'Host: shop.example.com' http://203.0.113.1/").out).toBe(
      '200',
    )
    expect(exec(world, 'me', "curl -s -o /dev/null -w '%{http_code}' -H 'Host: no.example.com' http://203.0.113.1/").out).toBe(
      '404',
    )
  })
})

describe('Services', () => {
  test('a selector that switches from blue to green loses no request', () => {
    const world = cluster(app('blue', 3) + app('green', 3) + app('web', 0))
    const switchTo = (to: string) =>
      client(world).patch('Service', { metadata: { name: 'web', namespace: 'default' } }, 'merge', {
        spec: { selector: { app: to } },
      })
    switchTo('blue')
    world.advance(world.now + 2_000)
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 100 })
    for (const to of ['green', 'blue', 'green']) {
      world.advance(world.now + 3_000)
      switchTo(to)
    }
    world.advance(world.now + 3_000)
    expect(stats(world, 'web').total.failed).toBe(0)
    expect(stats(world, 'web').total.sent).toBeGreaterThan(1000)
  })

  test('a LoadBalancer gets an address after a while, and lets go of it before it goes', () => {
    const world = cluster(app('web', 1, ', type: LoadBalancer'), 4)
    expect(service(world, 'web').metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup'])
    expect(run(world, 'get svc web').out[1]).toContain('<pending>')
    world.advance(15_000)
    expect(service(world, 'web').status.loadBalancer?.ingress).toEqual([{ ip: '203.0.113.2', ipMode: 'VIP' }])
    expect(events(world, 'web').filter((reason) => reason.includes('LoadBalancer'))).toEqual([
      'EnsuringLoadBalancer',
      'EnsuredLoadBalancer',
    ])
    client(world).delete('Service', service(world, 'web'))
    world.advance(world.now + 1_000)
    expect(service(world, 'web').metadata.deletionTimestamp).toBeDefined()
    world.advance(world.now + 5_000)
    expect(client(world).get('Service', 'web', 'default')).toBeUndefined()
    apply(world, app('again', 1, ', type: LoadBalancer'))
    world.advance(world.now + 10_000)
    expect(service(world, 'again').status.loadBalancer?.ingress?.[0]?.ip).toBe('203.0.113.2')
  })

  test('on bare metal nobody gives one', () => {
    const world = cluster(app('web', 1, ', type: LoadBalancer'), 30, { cloud: { loadBalancers: false } })
    expect(service(world, 'web').status.loadBalancer).toEqual({})
    expect(run(world, 'get svc web').out[1]).toContain('<pending>')
  })

  test('with traffic policy Local a health port is held, and given back', () => {
    const world = cluster(app('web', 1, ', type: LoadBalancer, externalTrafficPolicy: Local'))
    const port = service(world, 'web').spec.healthCheckNodePort
    expect(port).toBeGreaterThanOrEqual(30_000)
    const patch = (spec: object) =>
      client(world).patch('Service', { metadata: { name: 'web', namespace: 'default' } }, 'merge', { spec })
    expect(() => patch({ healthCheckNodePort: 31_999 })).toThrow('field is immutable')
    patch({ externalTrafficPolicy: 'Cluster' })
    expect(service(world, 'web').spec.healthCheckNodePort).toBeUndefined()
    patch({ externalTrafficPolicy: 'Local', healthCheckNodePort: port })
    expect(service(world, 'web').spec.healthCheckNodePort).toBe(port)
  })

  test('sessionAffinity keeps a client at its pod until it is gone', () => {
    const world = cluster(app('web', 3, ', sessionAffinity: ClientIP') + shell('me'))
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 40, from: { namespace: 'default', pod: 'me' } })
    world.advance(world.now + 5_000)
    const { uid } = service(world, 'web').metadata
    const [first, ...others] = world.cluster.traffic.network.affinity.of(uid)
    expect(others).toEqual([])
    const to = () => world.cluster.traffic.pairs().map((pair) => pair.to)
    expect(to()).toEqual([first!.pod])
    const sticky = client(world)
      .list('Pod')
      .find(({ metadata }) => metadata.uid === first!.pod)!
    client(world).delete('Pod', sticky)
    world.advance(world.now + 5_000)
    expect(to()).toHaveLength(1)
    expect(to()).not.toEqual([first!.pod])
  })

  test('internalTrafficPolicy Local asks only what is on the same node', () => {
    const world = cluster(app('web', 3, ', internalTrafficPolicy: Local') + shell('me'))
    const pod = client(world).get('Pod', 'me', 'default')!
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 40, from: { namespace: 'default', pod: 'me' } })
    world.advance(world.now + 3_000)
    const nodes = new Set(
      world.cluster.traffic.pairs().map(
        ({ to }) =>
          client(world)
            .list('Pod')
            .find(({ metadata }) => metadata.uid === to)?.spec.nodeName,
      ),
    )
    expect([...nodes]).toEqual([pod.spec.nodeName])
  })

  test('PreferSameZone stays in the zone', () => {
    const world = cluster(app('web', 6, ', trafficDistribution: PreferSameZone') + shell('me'))
    const zones = new Map(
      client(world)
        .list('Node')
        .map(({ metadata }) => [metadata.name, metadata.labels?.['topology.kubernetes.io/zone']]),
    )
    const zone = zones.get(client(world).get('Pod', 'me', 'default')!.spec.nodeName!)
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 80, from: { namespace: 'default', pod: 'me' } })
    world.advance(world.now + 3_000)
    const pods = new Map(
      client(world)
        .list('Pod')
        .map(({ metadata, spec }) => [metadata.uid, zones.get(spec.nodeName!)]),
    )
    expect([...new Set(world.cluster.traffic.pairs().map(({ to }) => pods.get(to)))]).toEqual([zone])
  })

  test('a pod asks whom its environment names, and a policy is seen on that way', () => {
    const env = ", env: [{ name: DB_HOST, value: 'db:80' }]"
    const world = cluster(app('front', 2, '', env) + app('db', 1))
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'front', rate: 20 })
    world.advance(world.now + 4_000)
    expect(stats(world, 'db')).toMatchObject({ rate: 20, lost: 0 })
    apply(world, denyAll.replace('app: web', 'app: db'))
    world.advance(world.now + 4_000)
    expect(stats(world, 'db')).toMatchObject({ rate: 20, lost: 20 })
    expect(stats(world, 'front')).toMatchObject({ rate: 20, lost: 0 })
    expect(world.cluster.traffic.blocked()).toHaveLength(2)
  })

  test('pods on a node that is cut off get nothing', () => {
    const world = cluster(app('web', 3))
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 60 })
    world.advance(world.now + 3_000)
    expect(stats(world, 'web').lost).toBe(0)
    world.dispatch({ type: 'cut', node: 'node-1' })
    world.advance(world.now + 3_000)
    expect(stats(world, 'web').lost).toBeGreaterThan(5)
  })
})

test('a run with policies, ingresses and affinity replays to the byte', () => {
  const play = () => {
    const world = cluster(app('web', 3, ', sessionAffinity: ClientIP') + app('api', 2) + shell('me') + denyAll, 15)
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 33 })
    world.dispatch({ type: 'traffic', namespace: 'default', service: 'api', rate: 21, from: { namespace: 'default', pod: 'me' } })
    world.advance(world.now + 40_000)
    return world
  }
  const told = (world: World) =>
    JSON.stringify([world.cluster.traffic.flows(), world.cluster.traffic.pairs(), world.cluster.store.revision])
  const world = play()
  const first = told(world)
  expect(told(play())).toBe(first)
  const end = world.now
  world.seek(20_000)
  world.seek(end)
  expect(told(world)).toBe(first)
})

describe('kubectl', () => {
  const world = cluster(app('web', 1))
  test('expose', () => {
    expect(run(world, 'expose deploy/web --name=web2 --port=8080 --target-port=80 --type=NodePort').out).toEqual([
      'service/web2 exposed',
    ])
    expect(service(world, 'web2').spec).toMatchObject({
      type: 'NodePort',
      selector: { app: 'web' },
      ports: [{ port: 8080, targetPort: 80 }],
    })
    expect(run(world, 'expose deploy/web --name=web3').out).toEqual(['service/web3 exposed'])
    expect(service(world, 'web3').spec.ports).toMatchObject([{ port: 80, targetPort: 80 }])
    expect(run(world, 'expose svc/kubernetes --name=x').err[0]).toContain('the service has no pod selector set')
  })
  test('create service and create ingress', () => {
    expect(run(world, 'create service clusterip a --tcp=80:8080').out).toEqual(['service/a created'])
    expect(service(world, 'a').spec.ports).toMatchObject([{ name: '80-8080', port: 80, targetPort: 8080 }])
    expect(run(world, 'create service externalname e --external-name=example.com').out).toEqual(['service/e created'])
    expect(run(world, 'create service nodeport n').err).toEqual(['error: at least one tcp port specifier must be provided'])
    expect(run(world, 'create ingress i --class=nginx --rule=a.org/*=web:80,tls=cert --rule=a.org/x=web:http').out).toEqual([
      'ingress.networking.k8s.io/i created',
    ])
    expect(client(world).get('Ingress', 'i', 'default')!.spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['a.org'], secretName: 'cert' }],
      rules: [
        {
          host: 'a.org',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix' },
              { path: '/x', pathType: 'Exact' },
            ],
          },
        },
      ],
    })
    expect(run(world, 'create ingress j').err[0]).toContain('not enough information provided')
  })
})
