import type { Condition, KubeObject, Time } from '../../../api/meta'
import type { ResourceList, TaintEffect } from '../pod/api'

/** Keeps pods away that do not tolerate it. */
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: TaintEffect
  readonly timeAdded?: Time
}

export interface NodeAddress {
  readonly type: 'Hostname' | 'InternalIP' | 'ExternalIP' | 'InternalDNS' | 'ExternalDNS'
  readonly address: string
}

export interface ContainerImage {
  readonly names?: readonly string[]
  readonly sizeBytes?: number
}

export interface NodeSystemInfo {
  readonly machineID: string
  readonly systemUUID: string
  readonly bootID: string
  readonly kernelVersion: string
  readonly osImage: string
  readonly containerRuntimeVersion: string
  readonly kubeletVersion: string
  readonly kubeProxyVersion: string
  readonly operatingSystem: string
  readonly architecture: string
}

export interface NodeSpec {
  readonly podCIDR?: string
  readonly podCIDRs?: readonly string[]
  readonly providerID?: string
  readonly unschedulable?: boolean
  readonly taints?: readonly Taint[]
  readonly configSource?: unknown
  readonly externalID?: string
}

export interface NodeStatus {
  readonly capacity?: ResourceList
  readonly allocatable?: ResourceList
  readonly phase?: string
  readonly conditions?: readonly Condition[]
  readonly addresses?: readonly NodeAddress[]
  readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port: number } }
  readonly nodeInfo?: NodeSystemInfo
  readonly images?: readonly ContainerImage[]
  readonly volumesInUse?: readonly string[]
  readonly volumesAttached?: readonly { readonly name: string; readonly devicePath: string }[]
  readonly features?: { readonly supplementalGroupsPolicy?: boolean }
  readonly runtimeHandlers?: readonly {
    readonly name: string
    readonly features?: { readonly recursiveReadOnlyMounts?: boolean; readonly userNamespaces?: boolean }
  }[]
}

/** A machine of the cluster, as the API server knows it. */
export interface Node extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Node'
  readonly spec: NodeSpec
  readonly status: NodeStatus
}
