import { describe, expect, test } from 'vitest'
import { Kernel } from '../../src/kernel/kernel'
import { nextBackOff, waitFor } from '../../src/runtime/backOff'
import { behaviourOf, imageExists } from '../../src/runtime/catalogue'
import { goDuration } from '../../src/runtime/duration'
import { parseImage } from '../../src/runtime/imageRef'
import { createImagePuller, type PullResult } from '../../src/runtime/imagePuller'
import { createRegistry } from '../../src/runtime/registry'

describe('image names', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['demo/web:2-slow', 'docker.io/demo/web:2-slow'],
    ['registry.k8s.io/e2e-test-images/agnhost:2.53', 'registry.k8s.io/e2e-test-images/agnhost:2.53'],
    ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
  ])('%s is %s', (text, name) => expect(parseImage(text)?.name).toBe(name))

  test.each(['', 'Nginx', 'nginx:', 'a b', 'nginx::1', '/nginx', 'nginx:tag with space'])('"%s" is none', (text) =>
    expect(parseImage(text)).toBeUndefined(),
  )
})

describe('which images exist', () => {
  const exists = (text: string) => imageExists(parseImage(text)!)
  test.each([
    'nginx',
    'nginx:1.27',
    'nginx:1.27.3-alpine',
    'nginx:1.19',
    'nginx:alpine',
    'redis:7.2',
    'postgres:15-alpine',
    'busybox:1.32',
    'python:3.11-slim',
    'mysql:8.0.27',
    'mariadb:10-focal',
    'node:22-alpine',
    'demo/web:1',
    'shop/web:2',
    'acme/api:1.2.3',
    'adservice',
    'frontend',
    'gcr.io/google-samples/gb-frontend:v5',
    'registry.k8s.io/redis:e2e',
    'registry.k8s.io/pause:3.10',
  ])('%s does', (text) => expect(exists(text)).toBe(true))
  test.each([
    'nginx:nope',
    'nginx:9.99',
    'nginx:does-not-exist',
    'does-not-exist',
    'ngnix',
    'postgress',
    'busybx',
    'acme/missing',
    'nginx:1.99',
    'redis:99',
  ])('%s does not', (text) => expect(exists(text)).toBe(false))
  test('the tail of a demo tag says how it behaves', () => {
    expect(behaviourOf('demo/web:2').startMs).toBe(2000)
    expect(behaviourOf('demo/web:2-slow').startMs).toBe(8000)
    expect(behaviourOf('demo/web:3-crash').exit).toEqual({ afterMs: 1000, code: 1 })
    expect(behaviourOf('demo/leak').leak).toBe(20 * 1024 * 1024)
  })
})

describe('pulls', () => {
  const rig = () => {
    const kernel = new Kernel(1)
    const registry = createRegistry(kernel)
    const done: [string, number, PullResult][] = []
    const puller = createImagePuller(kernel, registry, { topic: 't', done: (id, result) => done.push([id, kernel.now, result]) })
    return { kernel, registry, puller, done }
  }

  test('come one after the other on a machine, side by side on two', () => {
    const { kernel, puller, done } = rig()
    puller.pull('m1', 'nginx:1.27', 'a')
    puller.pull('m1', 'redis:7', 'b')
    puller.pull('m2', 'nginx:1.27', 'c')
    kernel.advance(60_000)
    expect(done.map(([id]) => id)).toEqual(['a', 'c', 'b'])
    expect(done[0]![1]).toBe(done[1]![1])
    expect(puller.has('m1', 'redis:7')).toBe(true)
    expect(puller.has('m2', 'redis:7')).toBe(false)
  })

  test('take less when layers are there', () => {
    const { kernel, puller, done } = rig()
    puller.pull('m', 'nginx:1.27', 'a')
    kernel.advance(60_000)
    puller.pull('m', 'nginx:1.28', 'b')
    kernel.advance(120_000)
    const [first, second] = done.map(([, , result]) => (result.ok ? result.ms : 0))
    expect(second).toBeLessThan(first! / 2)
  })

  test('go slower from the moment on when the registry does', () => {
    const { kernel, registry, puller, done } = rig()
    puller.pull('m', 'nginx:1.27', 'a')
    kernel.advance(2000)
    const before = puller.progress('a')!
    registry.setSpeed(0.1)
    expect(puller.progress('a')!.until - 2000).toBeCloseTo((before.until - 2000) * 10, -1)
    kernel.advance(60_000)
    expect(done).toHaveLength(1)
  })
})

test('back-off doubles, is capped, and is forgotten after twice the maximum', () => {
  let entry = nextBackOff(undefined, 0, 0)
  expect(entry.wait).toBe(10_000)
  for (let i = 0; i < 9; i++) entry = nextBackOff(entry, i, i)
  expect(entry.wait).toBe(300_000)
  expect(waitFor(entry, 100_000, 100_000)).toBe(300_000)
  expect(waitFor(entry, 700_000, 700_000)).toBe(0)
})

test.each([
  [412, '412ms'],
  [2100, '2.1s'],
  [80_000, '1m20s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
])('%d ms is %s', (ms, text) => expect(goDuration(ms)).toBe(text))
