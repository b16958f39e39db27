import type { KubeObject } from '../../../api/meta'

/** A moment in the history of a workload, never changed but for its number. */
export interface ControllerRevision extends KubeObject {
  readonly apiVersion: 'apps/v1'
  readonly kind: 'ControllerRevision'
  /** What of the owner is kept: for StatefulSets and DaemonSets a patch that puts `spec.template` back. */
  readonly data?: unknown
  /** Grows with every change of the owner's template; going back makes an old revision the newest one. */
  readonly revision: number
}
