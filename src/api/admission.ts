import type { Draft, KubeObject } from './meta'
import type { Store } from './store'

/** What an admission step may look at. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly actor: string
  readonly store: Store
  /** Virtual ms. */
  readonly now: number
}

/**
 * One step between "well-formed" and "stored"; upstream: an admission plugin, or what a REST strategy allocates.
 * `admit` may change a new object or throw ApiError; `admitUpdate` likewise; `released` hears of objects that are gone for good.
 */
export interface AdmissionStep {
  readonly name: string
  readonly kinds: readonly string[] | 'all'
  readonly admit?: (draft: Draft, request: AdmissionRequest) => Draft
  readonly admitUpdate?: (object: KubeObject, old: KubeObject, request: AdmissionRequest) => KubeObject
  /** Hands out what only a valid object gets (addresses, ports). `old` is undefined on create. May throw ApiError, then nothing is held. */
  readonly allocate?: (object: KubeObject, old: KubeObject | undefined) => KubeObject
  readonly released?: (object: KubeObject) => void
}
