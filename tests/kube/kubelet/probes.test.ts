import { describe, expect, test } from 'vitest'
import { kubeletEvents, main, pod, podYaml, started, until } from './support'

const container = (image: string, rest: string, annotations = '') =>
  podYaml('p', `  containers: [{name: c, image: "${image}", ports: [{containerPort: 8080}], ${rest}}]`, annotations)
const slow = `  annotations:\n    kubarium.dev/start-seconds: "25"\n`

describe('probes', () => {
  test('readiness that fails keeps it out, and says why', () => {
    const world = started(container('nginx:1.27', 'readinessProbe: {httpGet: {path: /fail, port: 80}}'))
    world.advance(40_000)
    expect(main(pod(world, 'p'))).toMatchObject({ ready: false, started: true, restartCount: 0, state: { running: {} } })
    expect(kubeletEvents(world, 'p')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404')
  })

  test('liveness that fails three times restarts the container', () => {
    const world = started(container('nginx:1.27', 'livenessProbe: {tcpSocket: {port: 81}, periodSeconds: 5}'))
    until(world, () => main(pod(world, 'p'))?.restartCount === 1)
    expect(kubeletEvents(world, 'p')).toContain('Killing: Container c failed liveness probe, will be restarted')
    expect(kubeletEvents(world, 'p').join()).toMatch(
      /Unhealthy: Liveness probe failed: dial tcp 10\.244\.0\.\d+:81: connect: connection refused/,
    )
  })

  test('a server that fails after a while is restarted once liveness has found it so three times', () => {
    const probe = 'livenessProbe: {httpGet: {path: /healthz, port: 8080}, initialDelaySeconds: 3, periodSeconds: 3}'
    const world = started(container('registry.k8s.io/e2e-test-images/agnhost:2.40', `args: [liveness], ${probe}`))
    const runs = until(world, () => main(pod(world, 'p'))?.state?.running !== undefined)
    const took = until(world, () => main(pod(world, 'p'))?.restartCount === 1, 120_000)
    expect(took, `after ${runs}`).toBeGreaterThan(10_000 + 6_000)
    expect(kubeletEvents(world, 'p')).toContain('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500')
    const other = started(container('registry.k8s.io/e2e-test-images/agnhost:2.40', `args: [netexec], ${probe}`))
    other.advance(60_000)
    expect(main(pod(other, 'p'))).toMatchObject({ ready: true, restartCount: 0 })
  })

  test('startup holds the others back until it passes', () => {
    const world = started(
      container(
        'acme/app:1',
        'startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 5, failureThreshold: 10}, livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}',
        slow,
      ),
    )
    until(world, () => main(pod(world, 'p'))?.state?.running !== undefined)
    expect(main(pod(world, 'p'))).toMatchObject({ started: false, ready: false })
    const took = until(world, () => main(pod(world, 'p'))?.ready === true)
    expect(took).toBeGreaterThan(24_000)
    expect(main(pod(world, 'p'))).toMatchObject({ started: true, restartCount: 0 })
    expect(kubeletEvents(world, 'p').some((text) => text.includes('Liveness'))).toBe(false)
  })

  test('exec sees what the script did to its files', () => {
    const script = 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'
    const world = started(
      container(
        'registry.k8s.io/busybox',
        `args: [/bin/sh, -c, "${script}"], livenessProbe: {exec: {command: [cat, /tmp/healthy]}, initialDelaySeconds: 5, periodSeconds: 5}`,
      ),
    )
    until(world, () => main(pod(world, 'p'))?.ready === true)
    world.advance(world.now + 25_000)
    expect(kubeletEvents(world, 'p').some((text) => text.startsWith('Unhealthy'))).toBe(false)
    until(world, () => main(pod(world, 'p'))?.restartCount === 1)
    expect(kubeletEvents(world, 'p')).toContain(
      "Unhealthy: Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
    )
  })

  test('steady ones cost nothing and still show their last results', () => {
    const world = started(container('nginx:1.27', 'readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}'))
    until(world, () => main(pod(world, 'p'))?.ready === true)
    world.advance(world.now + 10_000)
    const { steps } = world.kernel
    world.advance(world.now + 3_600_000)
    const detail = world.frame(true, pod(world, 'p')!.metadata.uid).pods.find((each) => each.name === 'p')
    expect(detail?.containers[0]?.probes).toEqual([{ type: 'readiness', results: [true, true, true] }])
    expect(world.kernel.steps - steps).toBeLessThan(6000)
  })

  test('a shop that takes its time is ready when it answers', () => {
    const world = started(
      container(
        'shop/web:1',
        'readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}',
        '  annotations:\n    kubarium.dev/ready-after-seconds.c: "6"\n',
      ),
    )
    until(world, () => main(pod(world, 'p'))?.state?.running !== undefined)
    expect(until(world, () => main(pod(world, 'p'))?.ready === true)).toBeGreaterThan(5000)
    expect(kubeletEvents(world, 'p')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503')
  })
})

test('grpc answers where an application serves, and not where a database does', () => {
  const world = started(
    `${container('acme/rpc:1', 'readinessProbe: {grpc: {port: 8080}, periodSeconds: 1}')}---\n${podYaml('q', '  containers: [{name: c, image: "redis:7", readinessProbe: {grpc: {port: 6379}, periodSeconds: 1}}]')}`,
  )
  until(world, () => main(pod(world, 'p'))?.ready === true)
  world.advance(world.now + 10_000)
  expect(main(pod(world, 'q'))?.ready).toBe(false)
  expect(kubeletEvents(world, 'q').join()).toMatch(
    /Readiness probe failed: timeout: failed to connect service "10\.244\.0\.\d+:6379" within 1s: context deadline exceeded/,
  )
})

test('an init container waits until a Service answers', () => {
  const script =
    'for i in $(seq 1 12); do CODE=$(wget --server-response http://db 2>&1 | awk "/^  HTTP/{print \\$2}"); if [ $CODE -eq 200 ]; then echo there; exit 0; fi; sleep 2; done; exit 1'
  const waiting = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  initContainers:\n  - name: wait\n    image: "busybox:1.36"\n    command: [sh, -c, '${script}']\n  containers: [{name: c, image: "nginx:1.27"}]\n`
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {selector: {app: db}, ports: [{port: 80}]}\n'
  const world = started(waiting)
  world.advance(8000)
  expect(pod(world, 'p')?.status.initContainerStatuses?.[0]?.state?.running).toBeDefined()
  world.dispatch({
    type: 'apply',
    file: 'db.yaml',
    text: `${service}---\n${podYaml('db', '  containers: [{name: c, image: "nginx:1.27"}]', '  labels: {app: db}\n')}`,
  })
  until(world, () => main(pod(world, 'p'))?.ready === true)
  expect(pod(world, 'p')?.status.initContainerStatuses?.[0]?.restartCount).toBe(0)
})
