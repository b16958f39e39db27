import { describe, expect, test } from 'vitest'
import { decode, notHandled, strictError } from '../../src/api/schema/decode'
import configMapKind from '../../src/kube/kinds/configmap/api'
import deploymentKind from '../../src/kube/kinds/deployment/api'
import podKind from '../../src/kube/kinds/pod/api'
import secretKind from '../../src/kube/kinds/secret/api'

const pod = (spec: object) => decode(podKind.schema!, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })
const messages = (spec: object) => pod(spec).errors.map((error) => error.message)

describe('decode', () => {
  test.each<[string, object]>([
    [
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      { containers: [{ name: 'c', ports: [{ containerPort: '80' }] }] },
    ],
    [
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
      { containers: [{ env: [{ value: 1 }] }] },
    ],
    ['json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container', { containers: {} }],
    [
      'json: cannot unmarshal array into Go struct field PodSpec.spec.nodeSelector of type map[string]string',
      { nodeSelector: [] },
    ],
    ['json: cannot unmarshal bool into Go struct field PodSpec.spec.nodeSelector of type string', { nodeSelector: { a: true } }],
    ['json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32', { priority: 1.5 }],
    [
      'json: cannot unmarshal number 3000000000 into Go struct field PodSpec.spec.priority of type int32',
      { priority: 3_000_000_000 },
    ],
    [
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      { containers: [{ resources: { limits: { cpu: 'x' } } }] },
    ],
  ])('%s', (message, spec) => expect(messages(spec)).toEqual([message]))

  test('tells unknown fields by their paths', () => {
    const { unknown, object } = pod({ containers: [{ name: 'c', imagee: 'x' }], foo: { bar: 1 } })
    expect(unknown).toEqual(['spec.containers[0].imagee', 'spec.foo'])
    expect(object['spec']).toEqual({ containers: [{ name: 'c', resources: {} }] })
    expect(notHandled('Pod', 'v1', strictError(unknown))).toBe(
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagee", unknown field "spec.foo"',
    )
  })

  test('points at the place', () => {
    expect(pod({ containers: [{}, { ports: [{ hostPort: 'x' }] }] }).errors[0]!.field).toBe(
      'spec.containers[1].ports[0].hostPort',
    )
  })

  test('leaves the zero values that pointers keep, and no others', () => {
    const { object } = decode(deploymentKind.schema!, {
      spec: {
        replicas: 0,
        paused: false,
        minReadySeconds: 0,
        template: { spec: { hostNetwork: false, automountServiceAccountToken: false } },
      },
    })
    expect(object['spec']).toEqual({
      replicas: 0,
      strategy: {},
      template: { metadata: {}, spec: { automountServiceAccountToken: false } },
    })
  })

  test('writes quantities in their canonical form and forgets nulls', () => {
    const { object } = pod({
      nodeName: null,
      containers: [{ name: 'c', resources: { requests: { cpu: 0.5, memory: '1024Mi' } } }],
    })
    expect(object['spec']).toEqual({ containers: [{ name: 'c', resources: { requests: { cpu: '500m', memory: '1Gi' } } }] })
  })

  test('texts and bytes', () => {
    expect(decode(configMapKind.schema!, { data: { k: 1 } }).errors[0]!.message).toBe(
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    )
    expect(decode(secretKind.schema!, { data: { k: '***' } }).errors[0]!.message).toBe('illegal base64 data at input byte 0')
  })

  test('is not to be tricked with prototypes', () => {
    const { unknown } = pod(JSON.parse('{"__proto__": {"nodeName": "x"}, "constructor": 1}') as object)
    expect(unknown).toEqual(['spec.__proto__', 'spec.constructor'])
  })
})
