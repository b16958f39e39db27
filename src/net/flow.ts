/** Who asks: pods of a namespace that have these labels, or this name. */
export interface FlowSource {
  readonly namespace: string
  readonly pod?: string
  readonly labels?: Readonly<Record<string, string>>
}

/** A host and a path as they are asked of the ingress controller. */
export interface FlowIngress {
  readonly host: string
  /** `/` by default. */
  readonly path?: string
}

/** Where requests come from and go to. */
export interface FlowSpec {
  /** Of the service, and of the command. */
  readonly namespace: string
  /** '' for a flow to an ingress. */
  readonly service: string
  /** Number or name of the service's port; its first by default. */
  readonly port?: number | string
  /** Absent: users, from outside. */
  readonly from?: FlowSource
  readonly ingress?: FlowIngress
}

/** Requests so far. */
export interface Count {
  readonly sent: number
  readonly ok: number
  readonly failed: number
}

/** What went from one to another in a round. */
export interface Pair {
  /** A pod's uid, or `users`, `ingress`. */
  readonly from: string
  /** A pod's uid, an address, or `dns`. */
  readonly to: string
  /** Uid of the service through which it went; ''. */
  readonly service: string
  readonly port: number
  readonly sent: number
  readonly ok: number
  /** The policies that stopped it, `namespace/name`; absent: none did. */
  readonly blockedBy?: readonly string[]
}

export interface Flow {
  readonly spec: FlowSpec
  /** Requests per second. */
  readonly rate: number
  /** Marks the rounds that belong to this flow and not to an earlier one. */
  readonly id: number
  /** The part of a request that was not due yet. */
  readonly carry: number
  /** Lost in each of the last rounds, the newest last. */
  readonly lost: readonly number[]
  readonly pairs: readonly (readonly Pair[])[]
  readonly total: Count
  /** The service it went to last, `namespace/name`; ''. */
  readonly service: string
  /** For a flow to an ingress: what was answered last, and by which rule. */
  readonly routed?: Routed
}

export interface Routed {
  /** Uid of the Ingress; '' when none has this host and path. */
  readonly ingress: string
  /** Numbers of its rule and path; -1 for the default backend. */
  readonly rule: number
  readonly path: number
  /** 200, 404 when nothing matches, 502 and 504 when the pod fails or does not answer, 503 without an endpoint. */
  readonly status: number
}

export const nothing: Count = { sent: 0, ok: 0, failed: 0 }

export const plus = (count: Count, sent: number, { ok, failed }: { readonly ok: number; readonly failed: number }): Count => ({
  sent: count.sent + sent,
  ok: count.ok + ok,
  failed: count.failed + failed,
})

/** What tells flows apart; a plain one to a service is its `namespace/name`. */
export function flowKey({ namespace, service, port, from, ingress }: FlowSpec): string {
  const labels = Object.entries(from?.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = [
    `${namespace}/${service}`,
    ...(port === undefined ? [] : [`port=${port}`]),
    ...(from ? [`from=${from.namespace}/${from.pod ?? labels.map(([key, value]) => `${key}=${value}`).join(',')}`] : []),
    ...(ingress ? [`ingress=${ingress.host}${ingress.path ?? '/'}`] : []),
  ]
  return parts.join('|')
}
