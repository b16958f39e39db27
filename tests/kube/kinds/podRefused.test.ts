import { describe, expect, test } from 'vitest'
import { fieldErrorText } from '../../../src/api/errors'
import deploymentKind from '../../../src/kube/kinds/deployment/api'
import podKind, { validateEphemeralUpdate, type Pod } from '../../../src/kube/kinds/pod/api'
import { filled, refusals, refusalsOfUpdate } from '../../support/refusals'

const container = { name: 'c', image: 'nginx' }
const pod = (spec: object, annotations?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default', ...(annotations && { annotations }) },
  spec: { containers: [container], ...spec },
})
const having = (more: object, spec: object = {}) => pod({ containers: [{ ...container, ...more }], ...spec })
const template = (spec: object, annotations?: Record<string, string>) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' }, annotations }, spec: { containers: [container], ...spec } },
  },
})

describe('a pod is refused for', () => {
  const at = 'spec.containers[0]'
  const cases: Record<string, readonly [object, ...string[]]> = {
    'a resource that is no resource': [
      having({ resources: { requests: { gpu: '1' }, limits: {} } }),
      `${at}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
      `${at}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
    ],
    'a resource that only namespaces have': [
      having({ resources: { requests: { pods: '1' } } }),
      `${at}.resources.requests[pods]: Invalid value: "pods": must be a standard resource for containers`,
    ],
    'half a huge page': [
      having({ resources: { limits: { cpu: '1', 'hugepages-2Mi': '1Mi' }, requests: { cpu: '1', 'hugepages-2Mi': '1Mi' } } }),
      `${at}.resources.limits[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi`,
      `${at}.resources.requests[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi`,
    ],
    'a claim that it has not': [
      having({ resources: { claims: [{ name: 'x' }] } }),
      `${at}.resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty`,
    ],
    'a resize policy for what cannot grow': [
      having({ resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'NotRequired' }] }),
      `${at}.resizePolicy: Unsupported value: "gpu": supported values: "cpu", "memory"`,
    ],
    'a restart by resizing where nothing restarts': [
      having({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }, { restartPolicy: 'Never' }),
      `${at}.resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when \`restartPolicy\` is 'Never'`,
    ],
    'a divisor of fractions': [
      having({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '3' } } }] }),
      `${at}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.memory": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory resource`,
    ],
    'a seccomp profile of no kind': [
      pod({ securityContext: { seccompProfile: { type: 'localhost' } } }),
      'spec.securityContext.seccompProfile.type: Unsupported value: "localhost": supported values: "Localhost", "RuntimeDefault", "Unconfined"',
    ],
    'a local profile without a file': [
      having({ securityContext: { seccompProfile: { type: 'Localhost' }, appArmorProfile: { type: 'Localhost' } } }),
      `${at}.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost`,
      `${at}.securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost`,
    ],
    'annotation and field at odds': [
      pod(
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
        { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' },
      ),
      'spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match',
    ],
    'proc unmasked among the users of the host': [
      having({ securityContext: { procMount: 'Unmasked' } }),
      `${at}.securityContext.procMount: Invalid value: "Unmasked": \`hostUsers\` must be false to use \`Unmasked\``,
    ],
    'users of its own on the network of the host': [
      pod({ hostUsers: false, hostNetwork: true }),
      'spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false',
    ],
    'a sysctl of the host': [
      pod({ hostNetwork: true, securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } }),
      `spec.securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when 'hostNetwork' is true`,
    ],
    'a port that the host has not': [
      having({ ports: [{ containerPort: 80, hostPort: 81 }] }, { hostNetwork: true }),
      `${at}.ports[0].hostPort: Invalid value: 81: must match \`containerPort\` when \`hostNetwork\` is true`,
    ],
    'the users of a Windows host': [
      having({ securityContext: { windowsOptions: { hostProcess: true, runAsUserName: 'a\\b\\c' } } }),
      `${at}.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash`,
      'spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers',
    ],
    'settings of another system': [
      having({ securityContext: { privileged: false } }, { os: { name: 'windows' }, hostIPC: false }),
      `${at}.securityContext.privileged: Forbidden: cannot be set for a windows pod`,
    ],
    'values that no label can have': [
      pod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['A'] }] }],
            },
          },
        },
      }),
      `spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[0]: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
    'spreading by a key twice': [
      pod({
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'a' } },
            matchLabelKeys: ['app'],
          },
        ],
      }),
      'spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "app": exists in both matchLabelKeys and labelSelector',
    ],
    'less than its containers ask for': [
      having({ resources: { requests: { cpu: '2' } } }, { resources: { requests: { cpu: '1' } } }),
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
    'a resource claim of two kinds': [
      pod({ resourceClaims: [{ name: 'x', resourceClaimName: 'a', resourceClaimTemplateName: 'b' }] }),
      'spec.resourceClaims[0]: Invalid value: {"name":"x","resourceClaimName":"a","resourceClaimTemplateName":"b"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
    ],
  }
  for (const [what, [object, ...texts]] of Object.entries(cases)) {
    test(what, () => expect(refusals(podKind, object)).toEqual(texts))
  }
})

describe('a template may', () => {
  test('have spaces around an image, which no pod may', () => {
    expect(refusals(deploymentKind, template({ containers: [{ name: 'c', image: ' nginx' }] }))).toEqual([])
    expect(refusals(podKind, having({ image: ' nginx' }))).toEqual([
      'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
    ])
  })

  test('not have annotations that mean nothing', () => {
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/x': 'runtime/default' }
    expect(refusals(deploymentKind, template({}, annotations))).toEqual([
      'spec.template.annotations[container.apparmor.security.beta.kubernetes.io/x]: Invalid value: "x": container not found',
    ])
  })
})

describe('a pod that is there', () => {
  test('may be sent to fewer nodes while gates hold it back, not to others', () => {
    const gates = { schedulingGates: [{ name: 'a.b/c' }] }
    const old = pod({ ...gates, nodeSelector: { zone: 'a' } })
    expect(refusalsOfUpdate(podKind, pod({ ...gates, nodeSelector: { zone: 'a', disk: 'ssd' } }), old)).toEqual([])
    expect(refusalsOfUpdate(podKind, pod({ ...gates, nodeSelector: { zone: 'b' } }), old)).toEqual([
      'spec.nodeSelector: Invalid value: {"zone":"b"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ])
  })

  test('gets no new gates', () => {
    expect(refusalsOfUpdate(podKind, pod({ schedulingGates: [{ name: 'a' }] }), pod({}))).toEqual([
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a'",
    ])
  })

  test('may change when it leaves a node that it tolerates', () => {
    const tolerating = (tolerationSeconds: number) =>
      pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds }] })
    expect(refusalsOfUpdate(podKind, tolerating(5), tolerating(9))).toEqual([])
  })

  test('is debugged by containers that hold nothing', () => {
    const old = filled(podKind, pod({})) as Pod
    const debugger_ = { name: 'd', image: 'busybox', targetContainerName: 'x', resources: { requests: { cpu: '1' } } }
    const next = filled(podKind, pod({ ephemeralContainers: [debugger_] })) as Pod
    const texts = validateEphemeralUpdate(next, old).map(fieldErrorText)
    expect(texts).toEqual([
      'spec.ephemeralContainers[0].targetContainerName: Not found: "x"',
      'spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container',
    ])
  })

  test('has the address of its host first among them', () => {
    const old = filled(podKind, pod({})) as Pod
    const next = { ...old, status: { ...old.status, hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.2' }] } } as Pod
    expect(podKind.validateStatusUpdate!(next, old).map(fieldErrorText)).toEqual([
      'status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`',
    ])
  })
})
