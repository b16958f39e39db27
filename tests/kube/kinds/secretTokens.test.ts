import { expect, test } from 'vitest'
import { decodeBase64Text } from '../../../src/api/base64'
import type { Secret } from '../../../src/kube/kinds/secret/api'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const account = draft({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'default' } })
const secret = (of: string) =>
  draft({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${of}-token`,
      namespace: 'default',
      annotations: { 'kubernetes.io/service-account.name': of },
    },
    type: 'kubernetes.io/service-account-token',
    data: { extra: 'YmFyCg==' },
  })
const found = ({ client }: ControlPlane, name: string) => client.get('Secret', name, 'default') as Secret | undefined

test('a secret for the token of an account is given it', () => {
  const plane = controlPlane()
  const robot = plane.client.create(account)
  plane.client.create(secret('robot'))
  plane.run(1000)
  const { data, metadata } = found(plane, 'robot-token')!
  expect(Object.keys(data!).sort()).toEqual(['ca.crt', 'extra', 'namespace', 'token'])
  expect(metadata.annotations?.['kubernetes.io/service-account.uid']).toBe(robot.metadata.uid)
  const claims = JSON.parse(decodeBase64Text(decodeBase64Text(data!['token']!).split('.')[1]!)) as { sub: string }
  expect(claims.sub).toBe('system:serviceaccount:default:robot')
})

test('one whose account is not there goes, at once and with it; others stay', () => {
  const plane = controlPlane()
  const { client } = plane
  const robot = client.create(account)
  client.create(secret('robot'))
  client.create(secret('nobody'))
  client.create(draft({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plain', namespace: 'default' } }))
  plane.run(1000)
  expect([found(plane, 'nobody-token'), found(plane, 'robot-token')?.metadata.name]).toEqual([undefined, 'robot-token'])
  client.delete('ServiceAccount', robot)
  plane.run(1000)
  expect([found(plane, 'robot-token'), found(plane, 'plain')?.metadata.name]).toEqual([undefined, 'plain'])
})
