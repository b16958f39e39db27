import { describe, expect, test } from 'vitest'
import type { Ingress, IngressSpec } from '../../src/kube/kinds/ingress/api'
import { pathMatches, routeOf } from '../../src/net/ingressRoutes'

const ingress = (name: string, spec: IngressSpec): Ingress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: '' },
  spec,
  status: {},
})
const to = (name: string) => ({ service: { name, port: { number: 80 } } })

/** The examples of the Ingress documentation, and what nginx makes of ImplementationSpecific. */
describe('paths', () => {
  test.each<[string, 'Prefix' | 'Exact' | 'ImplementationSpecific', string, boolean]>([
    ['/', 'Prefix', '/any/path', true],
    ['/foo', 'Exact', '/foo', true],
    ['/foo', 'Exact', '/foo/', false],
    ['/foo/', 'Exact', '/foo', false],
    ['/foo', 'Prefix', '/foo/', true],
    ['/foo/', 'Prefix', '/foo', true],
    ['/aaa/bb', 'Prefix', '/aaa/bbb', false],
    ['/aaa/bbb', 'Prefix', '/aaa/bbb/ccc', true],
    ['/aaa/bbb', 'Prefix', '/aaa/bbbxyz', false],
    ['/aaa', 'ImplementationSpecific', '/aaabc', true],
  ])('%s as %s takes %s: %s', (wanted, type, path, takes) => expect(pathMatches(type, wanted, path)).toBe(takes))
})

describe('routes', () => {
  const all = [
    ingress('shop', {
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: to('front') },
              { path: '/api', pathType: 'Prefix', backend: to('api') },
              { path: '/api', pathType: 'Exact', backend: to('root') },
              { path: '/api/v2', pathType: 'Prefix', backend: to('v2') },
            ],
          },
        },
        { host: '*.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: to('wild') }] } },
      ],
    }),
    ingress('narrow', {
      rules: [{ host: 'narrow.org', http: { paths: [{ path: '/only', pathType: 'Exact', backend: to('only') }] } }],
    }),
    ingress('any', { defaultBackend: to('fallback') }),
  ]
  test.each([
    ['shop.example.com', '/', 'front'],
    ['SHOP.example.com:80', '/x', 'front'],
    ['shop.example.com', '/api', 'root'],
    ['shop.example.com', '/api/x', 'api'],
    ['shop.example.com', '/api/v2/y', 'v2'],
    ['other.example.com', '/', 'wild'],
    ['a.b.example.com', '/', 'fallback'],
    ['narrow.org', '/only', 'only'],
    ['narrow.org', '/else', 'fallback'],
    ['', '/', 'fallback'],
  ])('%s%s goes to %s', (host, path, service) => expect(routeOf(all, host, path)?.backend.service?.name).toBe(service))

  test('without a default backend it is nowhere', () => expect(routeOf(all.slice(0, 2), 'nobody.net', '/')).toBeUndefined())

  test('of two Ingresses with the same path the older one answers', () => {
    const rule = (name: string) => ({
      rules: [{ host: 'x.org', http: { paths: [{ path: '/', pathType: 'Prefix' as const, backend: to(name) }] } }],
    })
    expect(routeOf([ingress('old', rule('old')), ingress('new', rule('new'))], 'x.org', '/')?.ingress.metadata.name).toBe('old')
  })
})
