import { always, list, map, resourceList, strings, struct } from '../../../api/schema/schema'

export const localObjectReference = struct('v1.LocalObjectReference', { name: 'string' })
export const objectFieldSelector = struct('v1.ObjectFieldSelector', { apiVersion: 'string', fieldPath: 'string!' })
export const resourceFieldSelector = struct('v1.ResourceFieldSelector', {
  containerName: 'string',
  resource: 'string!',
  divisor: 'quantity*',
})

const execAction = struct('v1.ExecAction', { command: strings })
const httpGet = struct('v1.HTTPGetAction', {
  path: 'string',
  port: 'intOrString*',
  host: 'string',
  scheme: 'string',
  httpHeaders: list(struct('v1.HTTPHeader', { name: 'string!', value: 'string!' })),
})
const tcpSocket = struct('v1.TCPSocketAction', { port: 'intOrString*', host: 'string' })

const probe = struct('v1.Probe', {
  exec: execAction,
  httpGet,
  tcpSocket,
  grpc: struct('v1.GRPCAction', { port: 'int32!', service: 'string*' }),
  initialDelaySeconds: 'int32',
  timeoutSeconds: 'int32',
  periodSeconds: 'int32',
  successThreshold: 'int32',
  failureThreshold: 'int32',
  terminationGracePeriodSeconds: 'int64*',
})

const lifecycleHandler = struct('v1.LifecycleHandler', {
  exec: execAction,
  httpGet,
  tcpSocket,
  sleep: struct('v1.SleepAction', { seconds: 'int64!' }),
})

export const seLinuxOptions = struct('v1.SELinuxOptions', { user: 'string', role: 'string', type: 'string', level: 'string' })
export const seccompProfile = struct('v1.SeccompProfile', { type: 'string!', localhostProfile: 'string*' })
export const appArmorProfile = struct('v1.AppArmorProfile', { type: 'string!', localhostProfile: 'string*' })
export const windowsOptions = struct('v1.WindowsSecurityContextOptions', {
  gmsaCredentialSpecName: 'string*',
  gmsaCredentialSpec: 'string*',
  runAsUserName: 'string*',
  hostProcess: 'bool*',
})

const securityContext = struct('v1.SecurityContext', {
  capabilities: struct('v1.Capabilities', { add: strings, drop: strings }),
  privileged: 'bool*',
  seLinuxOptions,
  windowsOptions,
  runAsUser: 'int64*',
  runAsGroup: 'int64*',
  runAsNonRoot: 'bool*',
  readOnlyRootFilesystem: 'bool*',
  allowPrivilegeEscalation: 'bool*',
  procMount: 'string*',
  seccompProfile,
  appArmorProfile,
})

const configMapKey = struct('v1.ConfigMapKeySelector', { name: 'string', key: 'string!', optional: 'bool*' })
const secretKey = struct('v1.SecretKeySelector', { name: 'string', key: 'string!', optional: 'bool*' })

const env = struct('v1.EnvVar', {
  name: 'string!',
  value: 'string',
  valueFrom: struct('v1.EnvVarSource', {
    fieldRef: objectFieldSelector,
    resourceFieldRef: resourceFieldSelector,
    configMapKeyRef: configMapKey,
    secretKeyRef: secretKey,
    fileKeyRef: struct('v1.FileKeySelector', { volumeName: 'string!', path: 'string!', key: 'string!', optional: 'bool*' }),
  }),
})

const envFrom = struct('v1.EnvFromSource', {
  prefix: 'string',
  configMapRef: struct('v1.ConfigMapEnvSource', { name: 'string', optional: 'bool*' }),
  secretRef: struct('v1.SecretEnvSource', { name: 'string', optional: 'bool*' }),
})

export const resourceRequirements = struct('v1.ResourceRequirements', {
  limits: resourceList,
  requests: resourceList,
  claims: list(struct('v1.ResourceClaim', { name: 'string!', request: 'string' })),
})

const containerFields = {
  name: 'string!',
  image: 'string',
  command: strings,
  args: strings,
  workingDir: 'string',
  ports: list(
    struct('v1.ContainerPort', {
      name: 'string',
      hostPort: 'int32',
      containerPort: 'int32!',
      protocol: 'string',
      hostIP: 'string',
    }),
  ),
  envFrom: list(envFrom),
  env: list(env),
  resources: always(resourceRequirements),
  resizePolicy: list(struct('v1.ContainerResizePolicy', { resourceName: 'string!', restartPolicy: 'string!' })),
  restartPolicy: 'string*',
  restartPolicyRules: list(
    struct('v1.ContainerRestartRule', {
      action: 'string',
      exitCodes: struct('v1.ContainerRestartRuleOnExitCodes', { operator: 'string', values: list('int32') }),
    }),
  ),
  volumeMounts: list(
    struct('v1.VolumeMount', {
      name: 'string!',
      readOnly: 'bool',
      recursiveReadOnly: 'string*',
      mountPath: 'string!',
      subPath: 'string',
      mountPropagation: 'string*',
      subPathExpr: 'string',
    }),
  ),
  volumeDevices: list(struct('v1.VolumeDevice', { name: 'string!', devicePath: 'string!' })),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: struct('v1.Lifecycle', { postStart: lifecycleHandler, preStop: lifecycleHandler, stopSignal: 'string*' }),
  terminationMessagePath: 'string',
  terminationMessagePolicy: 'string',
  imagePullPolicy: 'string',
  securityContext,
  stdin: 'bool',
  stdinOnce: 'bool',
  tty: 'bool',
} as const

export const container = struct('v1.Container', containerFields)
export const ephemeralContainer = struct('v1.EphemeralContainer', { ...containerFields, targetContainerName: 'string' })

const containerState = struct('v1.ContainerState', {
  waiting: struct('v1.ContainerStateWaiting', { reason: 'string', message: 'string' }),
  running: struct('v1.ContainerStateRunning', { startedAt: 'time' }),
  terminated: struct('v1.ContainerStateTerminated', {
    exitCode: 'int32!',
    signal: 'int32',
    reason: 'string',
    message: 'string',
    startedAt: 'time',
    finishedAt: 'time',
    containerID: 'string',
  }),
})

export const containerStatus = struct('v1.ContainerStatus', {
  name: 'string!',
  state: always(containerState),
  lastState: always(containerState),
  ready: 'bool!',
  restartCount: 'int32!',
  image: 'string!',
  imageID: 'string!',
  containerID: 'string',
  started: 'bool*',
  allocatedResources: resourceList,
  resources: resourceRequirements,
  volumeMounts: list(
    struct('v1.VolumeMountStatus', { name: 'string!', mountPath: 'string!', readOnly: 'bool', recursiveReadOnly: 'string*' }),
  ),
  user: struct('v1.ContainerUser', {
    linux: struct('v1.LinuxContainerUser', { uid: 'int64!', gid: 'int64!', supplementalGroups: list('int64') }),
  }),
  allocatedResourcesStatus: list(map('any')),
  stopSignal: 'string*',
})
