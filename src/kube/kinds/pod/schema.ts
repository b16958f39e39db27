import {
  always,
  condition,
  labelSelector,
  list,
  objectMeta,
  objectSchema,
  resourceList,
  stringMap,
  strings,
  struct,
} from '../../../api/schema/schema'
import {
  appArmorProfile,
  container,
  containerStatus,
  ephemeralContainer,
  localObjectReference,
  resourceRequirements,
  seccompProfile,
  seLinuxOptions,
  windowsOptions,
} from './containerSchema'
import { volume } from './volumeSchema'

const requirement = struct('v1.NodeSelectorRequirement', { key: 'string!', operator: 'string!', values: strings })
const nodeTerm = struct('v1.NodeSelectorTerm', { matchExpressions: list(requirement), matchFields: list(requirement) })

/** Also of PersistentVolumes. */
export const nodeSelector = struct('v1.NodeSelector', { nodeSelectorTerms: list(nodeTerm) })

const podTerm = struct('v1.PodAffinityTerm', {
  labelSelector,
  namespaces: strings,
  topologyKey: 'string!',
  namespaceSelector: labelSelector,
  matchLabelKeys: strings,
  mismatchLabelKeys: strings,
})
const podAffinity = (name: string) =>
  struct(name, {
    requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
    preferredDuringSchedulingIgnoredDuringExecution: list(
      struct('v1.WeightedPodAffinityTerm', { weight: 'int32!', podAffinityTerm: always(podTerm) }),
    ),
  })

const affinity = struct('v1.Affinity', {
  nodeAffinity: struct('v1.NodeAffinity', {
    requiredDuringSchedulingIgnoredDuringExecution: nodeSelector,
    preferredDuringSchedulingIgnoredDuringExecution: list(
      struct('v1.PreferredSchedulingTerm', { weight: 'int32!', preference: always(nodeTerm) }),
    ),
  }),
  podAffinity: podAffinity('v1.PodAffinity'),
  podAntiAffinity: podAffinity('v1.PodAntiAffinity'),
})

const securityContext = struct('v1.PodSecurityContext', {
  seLinuxOptions,
  windowsOptions,
  runAsUser: 'int64*',
  runAsGroup: 'int64*',
  runAsNonRoot: 'bool*',
  supplementalGroups: list('int64'),
  supplementalGroupsPolicy: 'string*',
  fsGroup: 'int64*',
  sysctls: list(struct('v1.Sysctl', { name: 'string!', value: 'string!' })),
  fsGroupChangePolicy: 'string*',
  seccompProfile,
  appArmorProfile,
  seLinuxChangePolicy: 'string*',
})

export const podSpecSchema = struct('v1.PodSpec', {
  volumes: list(volume),
  initContainers: list(container),
  containers: list(container),
  ephemeralContainers: list(ephemeralContainer),
  restartPolicy: 'string',
  terminationGracePeriodSeconds: 'int64*',
  activeDeadlineSeconds: 'int64*',
  dnsPolicy: 'string',
  nodeSelector: stringMap,
  serviceAccountName: 'string',
  serviceAccount: 'string',
  automountServiceAccountToken: 'bool*',
  nodeName: 'string',
  hostNetwork: 'bool',
  hostPID: 'bool',
  hostIPC: 'bool',
  shareProcessNamespace: 'bool*',
  securityContext,
  imagePullSecrets: list(localObjectReference),
  hostname: 'string',
  hostnameOverride: 'string*',
  subdomain: 'string',
  affinity,
  schedulerName: 'string',
  tolerations: list(
    struct('v1.Toleration', {
      key: 'string',
      operator: 'string',
      value: 'string',
      effect: 'string',
      tolerationSeconds: 'int64*',
    }),
  ),
  hostAliases: list(struct('v1.HostAlias', { ip: 'string!', hostnames: strings })),
  priorityClassName: 'string',
  priority: 'int32*',
  dnsConfig: struct('v1.PodDNSConfig', {
    nameservers: strings,
    searches: strings,
    options: list(struct('v1.PodDNSConfigOption', { name: 'string', value: 'string*' })),
  }),
  readinessGates: list(struct('v1.PodReadinessGate', { conditionType: 'string!' })),
  runtimeClassName: 'string*',
  enableServiceLinks: 'bool*',
  preemptionPolicy: 'string*',
  overhead: resourceList,
  topologySpreadConstraints: list(
    struct('v1.TopologySpreadConstraint', {
      maxSkew: 'int32!',
      topologyKey: 'string!',
      whenUnsatisfiable: 'string!',
      labelSelector,
      minDomains: 'int32*',
      nodeAffinityPolicy: 'string*',
      nodeTaintsPolicy: 'string*',
      matchLabelKeys: strings,
    }),
  ),
  setHostnameAsFQDN: 'bool*',
  os: struct('v1.PodOS', { name: 'string!' }),
  hostUsers: 'bool*',
  schedulingGates: list(struct('v1.PodSchedulingGate', { name: 'string!' })),
  resourceClaims: list(
    struct('v1.PodResourceClaim', { name: 'string!', resourceClaimName: 'string*', resourceClaimTemplateName: 'string*' }),
  ),
  resources: resourceRequirements,
  schedulingGroup: struct('v1.PodSchedulingGroup', { podGroupName: 'string*' }),
})

/** `spec.template` of the workload kinds. */
export const podTemplateSchema = struct('v1.PodTemplateSpec', { metadata: always(objectMeta), spec: always(podSpecSchema) })

const podIP = struct('v1.PodIP', { ip: 'string!' })

export const podSchema = objectSchema('Pod', {
  spec: always(podSpecSchema),
  status: struct('v1.PodStatus', {
    observedGeneration: 'int64',
    phase: 'string',
    conditions: list(condition('v1.PodCondition')),
    message: 'string',
    reason: 'string',
    nominatedNodeName: 'string',
    hostIP: 'string',
    hostIPs: list(struct('v1.HostIP', { ip: 'string!' })),
    podIP: 'string',
    podIPs: list(podIP),
    startTime: 'time',
    initContainerStatuses: list(containerStatus),
    containerStatuses: list(containerStatus),
    qosClass: 'string',
    ephemeralContainerStatuses: list(containerStatus),
    resize: 'string',
    resourceClaimStatuses: list(struct('v1.PodResourceClaimStatus', { name: 'string!', resourceClaimName: 'string*' })),
    allocatedResources: resourceList,
    resources: resourceRequirements,
  }),
})
