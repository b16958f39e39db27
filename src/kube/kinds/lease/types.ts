import type { KubeObject, Time } from '../../../api/meta'

export interface LeaseSpec {
  readonly holderIdentity?: string
  readonly leaseDurationSeconds?: number
  /** With microseconds. */
  readonly acquireTime?: Time
  readonly renewTime?: Time
  readonly leaseTransitions?: number
  readonly strategy?: string
  readonly preferredHolder?: string
}

/** A claim that lapses unless renewed: the heartbeat of nodes, the crown of leaders. */
export interface Lease extends KubeObject {
  readonly apiVersion: 'coordination.k8s.io/v1'
  readonly kind: 'Lease'
  readonly spec: LeaseSpec
}
