import { describe, expect, test } from 'vitest'
import { answer, type RestResponse } from '../../src/api/rest'
import type { ApiServer } from '../../src/api/server'
import { apiServer } from '../support/apiServer'

type Body = Record<string, unknown> & {
  items: { metadata: { name: string } }[]
  metadata: Record<string, unknown>
  message: string
}

const ask = (server: ApiServer, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  answer({ server, logs: () => ['one', 'two'] }, 'you', { method, path, headers, ...(body !== undefined && { body }) })
const bodyOf = ({ body }: RestResponse) => body as Body
const configMaps = '/api/v1/namespaces/default/configmaps'
const configMap = (name: string, more: object = {}) => ({ metadata: { name }, data: { k: 'v' }, ...more })
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'd' } },
    template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
}
const deployments = '/apis/apps/v1/namespaces/default/deployments'

describe('objects over REST', () => {
  test('are made, read, replaced, patched and deleted', () => {
    const { server } = apiServer()
    expect(ask(server, 'POST', configMaps, configMap('a')).code).toBe(201)
    expect(ask(server, 'POST', configMaps, configMap('a'))).toMatchObject({ code: 409, body: { reason: 'AlreadyExists' } })
    expect(bodyOf(ask(server, 'GET', `${configMaps}/a`))).toMatchObject({ kind: 'ConfigMap', data: { k: 'v' } })
    expect(ask(server, 'PUT', `${configMaps}/a`, { ...configMap('a'), data: { k: 'w' } }).code).toBe(200)
    const merge = { 'content-type': 'application/merge-patch+json' }
    expect(bodyOf(ask(server, 'PATCH', `${configMaps}/a`, { data: { l: '1' } }, merge))).toMatchObject({
      data: { k: 'w', l: '1' },
    })
    expect(bodyOf(ask(server, 'DELETE', `${configMaps}/a`))).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a' },
    })
    expect(ask(server, 'GET', `${configMaps}/a`).code).toBe(404)
  })

  test('are not stored by a dry run', () => {
    const { server } = apiServer()
    expect(ask(server, 'POST', `${configMaps}?dryRun=All`, configMap('a')).code).toBe(201)
    expect(ask(server, 'GET', `${configMaps}/a`).code).toBe(404)
    expect(ask(server, 'POST', `${configMaps}?dryRun=Some`, configMap('a'))).toMatchObject({
      code: 422,
      body: { message: 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"' },
    })
    ask(server, 'POST', configMaps, configMap('a'))
    expect(ask(server, 'DELETE', `${configMaps}/a`, { ...configMap('a'), kind: 'ConfigMap' }).code).toBe(400)
    expect(ask(server, 'DELETE', `${configMaps}/a?dryRun=All`).code).toBe(200)
    expect(ask(server, 'GET', `${configMaps}/a`).code).toBe(200)
  })

  test('with unknown fields are refused, told of or taken as fieldValidation says', () => {
    const { server } = apiServer()
    const odd = configMap('a', { foo: 1 })
    const strict = ask(server, 'POST', `${configMaps}?fieldValidation=Strict`, odd)
    expect(bodyOf(strict).message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"',
    )
    expect(ask(server, 'POST', configMaps, odd).headers['warning']).toBe('299 - "unknown field \\"foo\\""')
    expect(ask(server, 'PUT', `${configMaps}/a?fieldValidation=Ignore`, odd).headers).not.toHaveProperty('warning')
  })

  test('of which a part is asked for: status, scale, eviction, log', () => {
    const { server } = apiServer()
    ask(server, 'POST', deployments, deployment)
    expect(bodyOf(ask(server, 'GET', `${deployments}/d/scale`))).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=d' },
    })
    const json = { 'content-type': 'application/json-patch+json' }
    const five = [{ op: 'replace', path: '/spec/replicas', value: 5 }]
    expect(bodyOf(ask(server, 'PATCH', `${deployments}/d/scale`, five, json))).toMatchObject({ spec: { replicas: 5 } })
    const status = { ...deployment, status: { replicas: 3 } }
    expect(bodyOf(ask(server, 'PUT', `${deployments}/d/status`, status))).toMatchObject({
      spec: { replicas: 5 },
      status: { replicas: 3 },
    })
    const pods = '/api/v1/namespaces/default/pods'
    const pod = { metadata: { name: 'p' }, spec: { nodeName: 'n', containers: [{ name: 'c', image: 'nginx' }] } }
    expect(ask(server, 'POST', pods, pod).code).toBe(201)
    expect(ask(server, 'GET', `${pods}/p/log?tailLines=1`).body).toBe('two\n')
    expect(bodyOf(ask(server, 'GET', `${pods}/p/log?container=x`)).message).toBe('container x is not valid for pod p')
    expect(ask(server, 'POST', `${pods}/p/eviction`, { metadata: { name: 'p' } }).code).toBe(201)
    expect(ask(server, 'GET', `${pods}/p/nothing`).code).toBe(404)
  })
})

describe('lists', () => {
  const three = () => {
    const { server } = apiServer()
    for (const name of ['c', 'a', 'b']) ask(server, 'POST', configMaps, { metadata: { name, labels: { name } } })
    return server
  }
  const names = (response: RestResponse) => bodyOf(response).items.map(({ metadata }) => metadata.name)

  test('stand in the order of names and go on where they stopped', () => {
    const server = three()
    const first = ask(server, 'GET', `${configMaps}?limit=2`)
    expect(names(first)).toEqual(['a', 'b'])
    expect(bodyOf(first).metadata).toMatchObject({ remainingItemCount: 1 })
    const next = ask(server, 'GET', `${configMaps}?limit=2&continue=${String(bodyOf(first).metadata['continue'])}`)
    expect(names(next)).toEqual(['c'])
    expect(bodyOf(next).metadata).not.toHaveProperty('continue')
  })

  test('are narrowed by selectors, and deleted together', () => {
    const server = three()
    expect(names(ask(server, 'GET', '/api/v1/configmaps?labelSelector=name%20in%20(a,c)'))).toEqual(['a', 'c'])
    expect(names(ask(server, 'GET', `${configMaps}?fieldSelector=metadata.name%3Db`))).toEqual(['b'])
    expect(names(ask(server, 'DELETE', `${configMaps}?labelSelector=name!%3Da`))).toEqual(['b', 'c'])
    expect(names(ask(server, 'GET', configMaps))).toEqual(['a'])
  })

  test('come as tables and as metadata alone', () => {
    const server = three()
    const table = bodyOf(ask(server, 'GET', configMaps, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }))
    expect(table).toMatchObject({ kind: 'Table', rows: [{ cells: ['a', 0, '0s'], object: { metadata: { name: 'a' } } }, {}, {}] })
    const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'
    expect(bodyOf(ask(server, 'GET', configMaps, undefined, { accept }))).toMatchObject({ kind: 'PartialObjectMetadataList' })
  })
})

describe('paths', () => {
  test('of what is not served are answered as the real server does', () => {
    const { server } = apiServer()
    expect(ask(server, 'GET', '/apis/foo.example.com/v1/bars')).toMatchObject({ code: 404, body: '404 page not found\n' })
    expect(ask(server, 'GET', '/apis/autoscaling/v2beta2/horizontalpodautoscalers')).toMatchObject({
      code: 404,
      body: { message: 'the server could not find the requested resource' },
    })
    expect(ask(server, 'POST', `${configMaps}/a`, {}).code).toBe(405)
    expect(ask(server, 'DELETE', '/api/v1/configmaps').code).toBe(405)
    expect(ask(server, 'GET', `${configMaps}?watch=true`).code).toBe(405)
  })

  test('of discovery tell groups, versions and resources', () => {
    const { server } = apiServer()
    expect(bodyOf(ask(server, 'GET', '/api'))).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
    expect(bodyOf(ask(server, 'GET', '/apis/apps'))).toMatchObject({
      name: 'apps',
      preferredVersion: { groupVersion: 'apps/v1' },
    })
    const { resources } = bodyOf(ask(server, 'GET', '/api/v1')) as unknown as { resources: { name: string }[] }
    expect(resources.filter(({ name }) => name.startsWith('pods')).map(({ name }) => name)).toEqual([
      'pods',
      'pods/attach',
      'pods/binding',
      'pods/ephemeralcontainers',
      'pods/eviction',
      'pods/exec',
      'pods/log',
      'pods/portforward',
      'pods/proxy',
      'pods/resize',
      'pods/status',
    ])
  })
})

test('an object is shown and taken in each version under which it is served', () => {
  const { server } = apiServer()
  const about = { kind: 'Pod', name: 'p', namespace: 'default' }
  const path = '/apis/events.k8s.io/v1/namespaces/default/events'
  expect(
    ask(server, 'POST', path, { metadata: { name: 'e' }, regarding: about, note: 'hello', reason: 'R', type: 'Normal' }).code,
  ).toBe(201)
  expect(bodyOf(ask(server, 'GET', '/api/v1/namespaces/default/events/e'))).toMatchObject({
    involvedObject: about,
    message: 'hello',
  })
  expect(bodyOf(ask(server, 'GET', `${path}/e`))).toMatchObject({
    apiVersion: 'events.k8s.io/v1',
    regarding: about,
    note: 'hello',
  })
})
