import type { KubeObject } from '../../../api/meta'

/** The storage drivers that run on a node. */
export interface CSINode extends KubeObject {
  readonly apiVersion: 'storage.k8s.io/v1'
  readonly kind: 'CSINode'
  readonly spec: {
    readonly drivers: readonly {
      readonly name: string
      readonly nodeID: string
      readonly topologyKeys?: readonly string[]
      /** `count`: how many volumes of the driver the node can have attached. */
      readonly allocatable?: { readonly count?: number }
    }[]
  }
}
