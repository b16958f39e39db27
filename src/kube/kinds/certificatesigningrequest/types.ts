import type { Condition, KubeObject } from '../../../api/meta'

/** Asks a signer for a certificate. */
export interface CertificateSigningRequest extends KubeObject {
  readonly apiVersion: 'certificates.k8s.io/v1'
  readonly kind: 'CertificateSigningRequest'
  readonly spec: {
    /** Base64 of a PEM block. */
    readonly request: string
    readonly signerName: string
    readonly expirationSeconds?: number
    readonly usages?: readonly string[]
    readonly username?: string
    readonly uid?: string
    readonly groups?: readonly string[]
  }
  readonly status?: { readonly conditions?: readonly Condition[]; readonly certificate?: string }
}
