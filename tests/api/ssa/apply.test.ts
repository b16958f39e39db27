import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ManagedFieldsEntry } from '../../../src/api/meta'
import type { Json, JsonObject } from '../../../src/api/patch/json'
import { answer } from '../../../src/api/rest'
import type { ApiServer } from '../../../src/api/server'
import { fromFieldsV1, toFieldsV1 } from '../../../src/api/ssa/fieldSet'
import { deduced } from '../../../src/api/ssa/type'
import { fieldsOf } from '../../../src/api/ssa/typed'
import { applied, updated, type Managers } from '../../../src/api/ssa/updater'
import { apiServer } from '../../support/apiServer'

const path = '/apis/apps/v1/namespaces/default/deployments/d'
const manifest = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec })
const base = (replicas?: number, image = 'nginx') => ({
  ...(replicas !== undefined && { replicas }),
  selector: { matchLabels: { app: 'd' } },
  template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image }] } },
})
const apply = (server: ApiServer, manager: string, body: object, query = '') =>
  answer({ server }, 'you', {
    method: 'PATCH',
    path: `${path}?fieldManager=${manager}${query}`,
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body,
  })
interface Live {
  spec: { replicas: number; template: { spec: { containers: { image: string; env?: object[] }[] } } }
  metadata: { managedFields: ManagedFieldsEntry[]; resourceVersion: string }
}

describe('a server-side apply', () => {
  test('refuses what no schema declares, whatever fieldValidation says, and items that stand twice', () => {
    const { server } = apiServer()
    const why = (spec: object) =>
      (apply(server, 'me', manifest(spec), '&fieldValidation=Ignore').body as { message: string }).message
    const where = 'failed to create typed patch object (/d; apps/v1, Kind=Deployment): '
    expect(why({ ...base(), foo: 1 })).toBe(`${where}.spec.foo: field not declared in schema`)
    const containers = [
      { name: 'c', image: 'a', imagee: 'x' },
      { name: 'c', image: 'b' },
    ]
    expect(why({ ...base(), template: { spec: { containers } } })).toBe(
      `${where}errors:\n  .spec.template.spec.containers: duplicate entries for key [name="c"]\n  .spec.template.spec.containers[name="c"].imagee: field not declared in schema`,
    )
  })

  test('is written for the version of the path, and for its name', () => {
    const { server } = apiServer()
    const told = (body: object) => apply(server, 'me', body).body as object
    expect(told({ ...manifest(base()), apiVersion: 'apps/v9' })).toMatchObject({
      code: 400,
      message: 'Incorrect version specified in apply patch. Specified patch version: apps/v9, expected: apps/v1',
    })
    expect(told({ ...manifest(base()), metadata: { name: 'x' } })).toMatchObject({ code: 400 })
  })

  test('makes what is not there, and owns what it said and no defaults', () => {
    const { server } = apiServer()
    const { code, body } = apply(server, 'me', manifest(base(2)))
    expect(code).toBe(201)
    const [entry] = (body as Live).metadata.managedFields
    expect(entry).toMatchObject({ manager: 'me', operation: 'Apply', apiVersion: 'apps/v1' })
    expect(entry!.fieldsV1['f:spec']).toMatchObject({ 'f:replicas': {}, 'f:selector': {} })
    expect(entry!.fieldsV1['f:spec']).not.toHaveProperty('f:strategy')
  })

  test('changes nothing when it says the same again', () => {
    const { server } = apiServer()
    const first = apply(server, 'me', manifest(base(2))).body as Live
    expect((apply(server, 'me', manifest(base(2))).body as Live).metadata.resourceVersion).toBe(first.metadata.resourceVersion)
  })

  test('is told of what others own, unless it insists', () => {
    const { server } = apiServer()
    apply(server, 'me', manifest(base(2)))
    const refused = apply(server, 'you', manifest({ replicas: 3 }))
    expect(refused).toMatchObject({
      code: 409,
      body: {
        message: 'Apply failed with 1 conflict: conflict with "me": .spec.replicas',
        details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "me"', field: '.spec.replicas' }] },
      },
    })
    expect((apply(server, 'you', manifest({ replicas: 3 }), '&force=true').body as Live).spec.replicas).toBe(3)
  })

  test('takes out what it no longer says, and leaves what others wrote', () => {
    const { server } = apiServer()
    const env = [{ name: 'A', value: '1' }]
    const containers = (extra: object) => ({
      ...base(),
      template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'nginx', ...extra }] } },
    })
    apply(server, 'me', manifest(containers({ env })))
    server.scale('controller:autoscaler', 'Deployment', { metadata: { name: 'd', namespace: 'default' } }, 7)
    const live = apply(server, 'me', manifest(containers({}))).body as Live
    expect(live.spec.replicas).toBe(7)
    expect(live.spec.template.spec.containers[0]!.env).toBeUndefined()
    expect(live.metadata.managedFields.map(({ manager }) => manager)).toContain('kube-controller-manager')
  })

  test('finds out that somebody else wrote one of its fields', () => {
    const { server } = apiServer()
    apply(server, 'me', manifest(base(2)))
    server.scale('controller:autoscaler', 'Deployment', { metadata: { name: 'd', namespace: 'default' } }, 7)
    expect(apply(server, 'me', manifest(base(2)))).toMatchObject({
      code: 409,
      body: { message: 'Apply failed with 1 conflict: conflict with "kube-controller-manager" using apps/v1: .spec.replicas' },
    })
  })

  test('on what was written before anybody applied meets its first owner', () => {
    const { server } = apiServer()
    server.create('you', { ...manifest(base(2)), metadata: { name: 'd', namespace: 'default' } })
    expect((apply(server, 'me', manifest({ replicas: 3 })).body as { message: string }).message).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    )
  })
})

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean())
const object = fc.letrec<{ object: JsonObject; value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
})).object
const none: Managers = new Map()

describe('whatever is applied', () => {
  test('is there afterwards, and applying it again changes nothing', () => {
    fc.assert(
      fc.property(object, object, (live, config) => {
        const managers = updated(deduced, {}, live, none, 'other', 'v1')
        const once = applied(deduced, live, config, managers, 'me', 'v1', true)
        if ('conflicts' in once) throw new Error('a forced apply never conflicts')
        expect(once.object).toMatchObject(config)
        const twice = applied(deduced, once.object, config, once.managers, 'me', 'v1', false)
        expect(twice).toEqual(once)
      }),
    )
  })

  test('is gone again when nobody else has a hand in it', () => {
    fc.assert(
      fc.property(object, (config) => {
        const once = applied(deduced, {}, config, none, 'me', 'v1', false)
        if ('conflicts' in once) throw new Error('nobody else is there')
        const gone = applied(deduced, once.object, {}, once.managers, 'me', 'v1', false)
        expect('object' in gone && [null, {}].some((empty) => JSON.stringify(empty) === JSON.stringify(gone.object))).toBe(true)
      }),
    )
  })

  test('owns fields that read back as they were written', () => {
    fc.assert(
      fc.property(object, (value) => {
        const fields = fieldsOf(deduced, value)
        expect(toFieldsV1(fromFieldsV1(toFieldsV1(fields)))).toEqual(toFieldsV1(fields))
      }),
    )
  })
})
