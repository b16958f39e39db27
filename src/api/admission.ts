import type { Authorization } from './authorization'
import type { KindDefinition } from './kind'
import type { Draft, KubeObject } from './meta'
import type { Store } from './store'

/** What an admission step may look at. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly actor: string
  readonly kind: KindDefinition
  readonly store: Store
  /** Virtual ms. */
  readonly now: number
  /** Trace record under which a step may write by itself. */
  readonly cause: number
  /** Absent in a cluster that allows everybody everything. */
  readonly authorization: Authorization | undefined
  /** Of an update: the subresource that is written, or ''. */
  readonly subresource: string
  /** Nothing will be stored. */
  readonly dryRun: boolean
  /** Tells the caller something that is no reason to refuse; upstream: the Warning header. */
  warn(message: string): void
}

/**
 * One step between "well-formed" and "stored"; upstream: an admission plugin, or what a REST strategy allocates.
 * `admit` may change a new object or throw ApiError; `admitUpdate` likewise; `released` hears of objects that are gone for good.
 */
export interface AdmissionStep {
  readonly name: string
  readonly kinds: readonly string[] | 'all'
  /** How a refusal by this step is told of, when not by `name`. */
  readonly by?: string
  readonly admit?: (draft: Draft, request: AdmissionRequest) => Draft
  readonly admitUpdate?: (object: KubeObject, old: KubeObject, request: AdmissionRequest) => KubeObject
  /**
   * The validating half: looks at an object that is complete and valid, and throws ApiError when it may not be. `old` is undefined on
   * create. Of what it counts it may take note: nothing but a name that is taken can keep the object from being stored afterwards.
   */
  readonly check?: (object: KubeObject, old: KubeObject | undefined, request: AdmissionRequest) => void
  /** Subresources whose writes `check` looks at too. */
  readonly parts?: readonly string[]
  /** Hands out what only a valid object gets (addresses, ports). `old` is undefined on create. May throw ApiError, then nothing is held. */
  readonly allocate?: (object: KubeObject, old: KubeObject | undefined) => KubeObject
  readonly released?: (object: KubeObject) => void
}
