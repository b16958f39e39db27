import type { KubeObject } from '../../../api/meta'

/** Settings that are not for everyone's eyes. */
export interface Secret extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'Secret'
  /** Base64. */
  readonly data?: Readonly<Record<string, string>>
  /** Write-only: the server moves it into `data`. */
  readonly stringData?: Readonly<Record<string, string>>
  readonly type?: string
  readonly immutable?: boolean
}
