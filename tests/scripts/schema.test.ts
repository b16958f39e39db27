import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureSchema } from '../../scripts/schema.mjs'
import type { KindDefinition } from '../../src/api/kind'
import { kinds } from '../../src/world/kinds'

interface Schema {
  $ref?: string
  description?: string
  type?: string | string[]
  enum?: string[]
  const?: string
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  allOf?: Schema[]
  items?: Schema
  if?: Schema
  then?: Schema
  definitions?: Record<string, Schema>
}

let schema: Schema

const definition = (name: string): Schema => schema.definitions?.[name] ?? {}

beforeAll(async () => {
  await ensureSchema()
  schema = JSON.parse(readFileSync('src/ui/editor/schema.generated.json', 'utf8'))
})

describe('the schema of the editor', () => {
  test('knows each kind by apiVersion and kind, with the real group', () => {
    const known = (schema.allOf ?? []).map(
      (branch) => `${branch.if?.properties?.apiVersion?.const} ${branch.if?.properties?.kind?.const}`,
    )
    expect(known).toEqual(expect.arrayContaining(['v1 Pod', 'apps/v1 Deployment', 'autoscaling/v2 HorizontalPodAutoscaler']))
    expect(known).toEqual(
      expect.arrayContaining(['discovery.k8s.io/v1 EndpointSlice', 'rbac.authorization.k8s.io/v1 ClusterRole']),
    )
    expect(new Set(known).size).toBe(known.length)
  })

  test('knows every kind that the cluster serves and that can be written', () => {
    const known = new Set(
      (schema.allOf ?? []).map((branch) => `${branch.if?.properties?.apiVersion?.const} ${branch.if?.properties?.kind?.const}`),
    )
    const writable = (kinds as readonly KindDefinition[]).filter(({ verbs }) => !verbs || verbs.includes('create'))
    const served = writable.flatMap(({ group, version, kind, servedAs = [] }) =>
      [{ group, version }, ...servedAs].map((one) => `${one.group ? `${one.group}/` : ''}${one.version} ${kind}`),
    )
    expect(served.length).toBeGreaterThan(50)
    expect(served.filter((one) => !known.has(one))).toEqual([])
  })

  test('explains the fields of a VerticalPodAutoscaler', () => {
    const { spec } = definition('autoscaling.k8s.io.v1.VerticalPodAutoscaler').properties ?? {}
    expect(spec?.required).toEqual(['targetRef'])
    expect(spec?.properties?.['updatePolicy']?.properties?.['updateMode']?.enum).toContain('InPlaceOrRecreate')
    expect(spec?.properties?.['updatePolicy']?.properties?.['updateMode']?.description).toContain('evicted')
  })

  test('refuses unknown fields and asks for what is required', () => {
    expect(definition('v1.Container').additionalProperties).toBe(false)
    expect(definition('v1.PodSpec').required).toEqual(['containers'])
    expect(definition('apps.v1.DeploymentSpec').required).toEqual(['selector', 'template'])
  })

  test('keeps descriptions and the values of enums', () => {
    const field = definition('v1.PodSpec').properties?.restartPolicy
    expect(field?.enum).toEqual(['Always', 'Never', 'OnFailure'])
    expect(field?.description).toContain('Restart policy')
  })

  test('takes whole numbers, ports by name and quantities in any notation', () => {
    expect(definition('apps.v1.DeploymentSpec').properties?.replicas?.type).toBe('integer')
    expect(definition('apimachinery.util.intstr.IntOrString').type).toEqual(['string', 'integer'])
    expect(definition('apimachinery.api.resource.Quantity').type).toEqual(['number', 'string'])
  })

  test('every reference leads somewhere', () => {
    const refs = [...JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(refs.length).toBeGreaterThan(300)
    expect(refs.filter((name) => !schema.definitions?.[name])).toEqual([])
  })
})
