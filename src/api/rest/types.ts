import type { KubeObject } from '../meta'
import type { Served } from '../registry'
import type { ApiServer } from '../server'

/** A request as it would go over the wire, as plain data. A body may be text or what was read from it. */
export interface RestRequest {
  readonly method: string
  /** With its query: `/api/v1/pods?limit=5`. */
  readonly path: string
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An answer as plain data: an object, or a text where the real server sends text (logs, `404 page not found`). */
export interface RestResponse {
  readonly code: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What a server cannot answer by itself. */
export interface RestHost {
  readonly server: ApiServer
  /** The lines that a container wrote, as its kubelet has them. */
  readonly logs?: (pod: KubeObject, container: string) => readonly string[]
}

/** What a path asks for. */
export interface Target {
  readonly served: Served
  /** '' for cluster-scoped kinds and for lists over all namespaces. */
  readonly namespace: string
  readonly name: string
  readonly subresource: string
}

/** One request on its way: who asks, what for, and what it is to be warned of. */
export interface Call {
  readonly host: RestHost
  readonly server: ApiServer
  readonly actor: string
  readonly method: string
  readonly target: Target
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  warn(warning: string): void
}

/** What came of a call: one object, or many. */
export type Outcome =
  | { readonly code: number; readonly object: KubeObject }
  | { readonly code: number; readonly objects: readonly KubeObject[]; readonly list: ListMeta }
  | { readonly code: number; readonly plain: unknown }

/** upstream: metav1.ListMeta. */
export interface ListMeta {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}
