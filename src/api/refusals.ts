import type { Kernel } from '../kernel/kernel'
import { type ApiError } from './errors'

/** One request that the server refused; equal ones in a row are one record that counts. */
export interface Refusal {
  /** Virtual ms of the last time. */
  readonly at: number
  readonly first: number
  readonly count: number
  /** The actor, as the trace names it, and the user it was to the cluster. */
  readonly actor: string
  readonly user: string
  readonly verb: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly code: number
  readonly reason: string
  /** What the server said. */
  readonly message: string
  /** Who refused: `rbac`, `quota`, `limitrange`, `podsecurity`, `validation`, or the name of another admission plugin. */
  readonly by: string
  /** Only a warning: the request was carried out nevertheless. */
  readonly warning: boolean
  /** Trace record of the (last) refusal. */
  readonly record: number
}

/** How many are kept; the oldest go first. */
const KEPT = 200
/** What is told of: not allowed, not valid, not now. A conflict or a missing object is nothing that somebody decided. */
const TOLD: ReadonlySet<number> = new Set([400, 403, 405, 422, 429])

/** What a refused request was about. */
export interface RefusedRequest {
  readonly actor: string
  readonly user: string
  readonly verb: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** The newest refusals of a cluster, oldest first; part of every keyframe. */
export class Refusals {
  private kept: readonly Refusal[] = []

  constructor(private readonly kernel: Kernel) {
    kernel.part<readonly Refusal[]>('refusals', { save: () => this.kept, load: (saved) => (this.kept = saved) })
  }

  get recent(): readonly Refusal[] {
    return this.kept
  }

  /** Keeps a refusal and writes it into the trace, caused by what asked. */
  note(request: RefusedRequest, error: ApiError, by: string): void {
    if (!TOLD.has(error.code)) return
    this.keep(request, error.code, error.reason, error.message, by, false)
  }

  /** Keeps what was only warned of. */
  warned(request: RefusedRequest, message: string, by: string): void {
    this.keep(request, 200, 'Warning', message, by, true)
  }

  private keep(request: RefusedRequest, code: number, reason: string, message: string, by: string, warning: boolean): void {
    const { actor, kind, namespace, name } = request
    const subject = `${kind} ${namespace ? `${namespace}/` : ''}${name}`
    const record = this.kernel.record(warning ? 'warn' : 'refuse', 'apiserver', actor, '', subject, message)
    const fresh: Refusal = {
      ...request,
      at: this.kernel.now,
      first: this.kernel.now,
      count: 1,
      code,
      reason,
      message,
      by,
      warning,
      record,
    }
    const last = this.kept.findLastIndex((one) => isSame(one, fresh))
    if (last >= 0) {
      const { first, count } = this.kept[last]!
      this.kept = [...this.kept.slice(0, last), ...this.kept.slice(last + 1), { ...fresh, first, count: count + 1 }]
    } else this.kept = [...this.kept.slice(this.kept.length >= KEPT ? 1 : 0), fresh]
  }
}

const isSame = (a: Refusal, b: Refusal): boolean =>
  a.message === b.message && a.actor === b.actor && a.verb === b.verb && a.kind === b.kind && a.namespace === b.namespace
