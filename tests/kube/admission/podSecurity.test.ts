import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../src/api/meta'
import { findings, findingsText, policyOf } from '../../../src/kube/podsecurity/policy'
import type { PodSpec } from '../../../src/kube/kinds/pod/api'
import { apiServer } from '../../support/apiServer'

const text = (level: 'baseline' | 'restricted', spec: object, minor = Infinity) =>
  findingsText(
    findings(
      { level, minor },
      { spec: { containers: [{ name: 'c', image: 'i' }], ...spec } as unknown as PodSpec, annotations: {} },
    ),
  )
const c = (securityContext: object, rest: object = {}) => ({ containers: [{ name: 'c', image: 'i', securityContext, ...rest }] })
const good = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
}

describe('what keeps a pod below a level', () => {
  test("a pod that says nothing is below restricted, in upstream's words", () => {
    expect(text('restricted', {})).toBe(
      'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    )
    expect(text('restricted', c(good))).toBe('')
    expect(text('baseline', {})).toBe('')
  })

  test.each<[string, object]>([
    ['privileged (container "c" must not set securityContext.privileged=true)', c({ privileged: true })],
    ['host namespaces (hostNetwork=true, hostPID=true)', { hostNetwork: true, hostPID: true }],
    ['hostPath volumes (volume "v")', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }],
    [
      'hostPort (container "c" uses hostPorts 1, 2)',
      c(
        {},
        {
          ports: [
            { containerPort: 1, hostPort: 1 },
            { containerPort: 2, hostPort: 2 },
          ],
        },
      ),
    ],
    [
      'non-default capabilities (container "c" must not include "NET_ADMIN" in securityContext.capabilities.add)',
      c({ capabilities: { add: ['NET_ADMIN', 'CHOWN'] } }),
    ],
    [
      'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
    ],
    ['forbidden sysctls (kernel.msgmax)', { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }],
    [
      'probe or lifecycle host (container "c" uses probe or lifecycle host "1.2.3.4")',
      c({}, { livenessProbe: { httpGet: { host: '1.2.3.4', port: 80 } } }),
    ],
  ])('baseline: %s', (expected, spec) => expect(text('baseline', spec)).toBe(expected))

  test('versions read the standards as they were', () => {
    const probe = c({}, { livenessProbe: { tcpSocket: { host: 'h', port: 80 } } })
    expect(text('baseline', probe, 33)).toBe('')
    expect(
      policyOf(
        { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.30' },
        'enforce',
      ),
    ).toEqual({
      level: 'baseline',
      minor: 30,
    })
  })
})

describe('namespaces hold their pods to a level', () => {
  const namespace = (labels: object): Draft => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', labels } }) as Draft
  const podIn = (spec: object): Draft =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'n' },
      spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
    }) as Draft
  const made = (labels: object) => {
    const { server } = apiServer()
    server.create('you', namespace(labels))
    server.create('you', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'n' } })
    return server
  }

  test('enforce refuses', () => {
    const server = made({ 'pod-security.kubernetes.io/enforce': 'baseline' })
    expect(() => server.create('you', podIn({ hostNetwork: true }))).toThrow(
      expect.objectContaining({
        code: 403,
        reason: 'Forbidden',
        message: 'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
      }),
    )
    expect(server.refusals.recent.at(-1)).toMatchObject({ by: 'podsecurity', warning: false })
    expect(server.create('you', podIn({})).metadata.name).toBe('p')
  })

  test('warn only warns, also of workloads', () => {
    const server = made({ 'pod-security.kubernetes.io/warn': 'baseline' })
    server.create('you', podIn({ hostNetwork: true }))
    expect(server.warnings).toEqual(['would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'])
    expect(server.refusals.recent.at(-1)).toMatchObject({ by: 'podsecurity', warning: true })
    server.update('you', namespaceWith(server, { 'pod-security.kubernetes.io/enforce': 'baseline' }))
    expect(server.warnings).toEqual([
      'existing pods in namespace "n" violate the new PodSecurity enforce level "baseline:latest"',
      'p: host namespaces',
    ])
  })

  test('labels must say something known', () => {
    const { server } = apiServer()
    expect(() => server.create('you', namespace({ 'pod-security.kubernetes.io/enforce': 'strict' }))).toThrow(
      'Namespace "n" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
    )
  })

  const namespaceWith = (server: ReturnType<typeof made>, labels: object) => {
    const found = server.read('you', 'Namespace', 'n')!
    return { ...found, metadata: { ...found.metadata, labels: { ...found.metadata.labels, ...labels } } }
  }
})
