import { always, condition, list, objectReference, objectSchema, resourceList, strings, struct } from '../../../api/schema/schema'

const text = 'string!' as const

export const nodeSchema = objectSchema('Node', {
  spec: always(
    struct('v1.NodeSpec', {
      podCIDR: 'string',
      podCIDRs: strings,
      providerID: 'string',
      unschedulable: 'bool',
      taints: list(struct('v1.Taint', { key: text, value: 'string', effect: text, timeAdded: 'time' })),
      configSource: struct('v1.NodeConfigSource', { configMap: objectReference }),
      externalID: 'string',
    }),
  ),
  status: always(
    struct('v1.NodeStatus', {
      capacity: resourceList,
      allocatable: resourceList,
      phase: 'string',
      conditions: list(condition('v1.NodeCondition')),
      addresses: list(struct('v1.NodeAddress', { type: text, address: text })),
      daemonEndpoints: always(
        struct('v1.NodeDaemonEndpoints', { kubeletEndpoint: always(struct('v1.DaemonEndpoint', { Port: 'int32!' })) }),
      ),
      nodeInfo: always(
        struct('v1.NodeSystemInfo', {
          machineID: text,
          systemUUID: text,
          bootID: text,
          kernelVersion: text,
          osImage: text,
          containerRuntimeVersion: text,
          kubeletVersion: text,
          kubeProxyVersion: text,
          operatingSystem: text,
          architecture: text,
          swap: struct('v1.NodeSwapStatus', { capacity: 'int64*' }),
        }),
      ),
      images: list(struct('v1.ContainerImage', { names: strings, sizeBytes: 'int64' })),
      volumesInUse: strings,
      volumesAttached: list(struct('v1.AttachedVolume', { name: text, devicePath: text })),
      config: struct('v1.NodeConfigStatus', { error: 'string' }),
      features: struct('v1.NodeFeatures', { supplementalGroupsPolicy: 'bool*' }),
      runtimeHandlers: list(
        struct('v1.NodeRuntimeHandler', {
          name: text,
          features: struct('v1.NodeRuntimeHandlerFeatures', { recursiveReadOnlyMounts: 'bool*', userNamespaces: 'bool*' }),
        }),
      ),
      declaredFeatures: strings,
    }),
  ),
})
