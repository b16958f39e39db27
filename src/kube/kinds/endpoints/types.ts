import type { KubeObject } from '../../../api/meta'
import type { EndpointTarget } from '../endpointslice/api'

export interface EndpointAddress {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: EndpointTarget
}

export interface EndpointsPort {
  /** Left out for the nameless port. */
  readonly name?: string
  readonly port: number
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
  readonly appProtocol?: string
}

/** Every address here serves on every port here. */
export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[]
  readonly notReadyAddresses?: readonly EndpointAddress[]
  readonly ports?: readonly EndpointsPort[]
}

/** All addresses behind a Service in one object: the older form of EndpointSlices, deprecated since 1.33 and still kept. */
export interface Endpoints extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Endpoints'
  readonly subsets?: readonly EndpointSubset[]
}
