import { invalidError, invalid, type FieldError } from '../../../api/errors'
import type { Subresource } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { DEFAULT_AUDIENCE, tokenFor } from '../../auth/tokens'
import type { ServiceAccount } from './types'

/** Asks for a token; upstream: authentication.TokenRequest. */
export interface TokenRequest extends KubeObject {
  readonly spec?: {
    readonly audiences?: readonly string[]
    readonly expirationSeconds?: number
    readonly boundObjectRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string }
  }
  readonly status?: { readonly token: string; readonly expirationTimestamp: string }
}

const HOUR = 3600
const SHORTEST = 600
const LONGEST = 2 ** 32

/** POST serviceaccounts/NAME/token. Rules: TokenREST, ValidateTokenRequest. */
export const tokenSubresource: Subresource<ServiceAccount> = {
  name: 'token',
  kind: 'TokenRequest',
  group: 'authentication.k8s.io',
  version: 'v1',
  verbs: ['create'],
  answer(body, account, { now }) {
    const request = body as TokenRequest
    const { audiences = [], expirationSeconds = HOUR, boundObjectRef: bound } = request.spec ?? {}
    const errors: FieldError[] = []
    const at = 'spec.expirationSeconds'
    if (expirationSeconds < SHORTEST)
      errors.push(invalid(at, expirationSeconds, 'may not specify a duration less than 10 minutes'))
    if (expirationSeconds > LONGEST)
      errors.push(invalid(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'))
    const { name, namespace = '', uid } = account.metadata
    if (errors.length)
      throw invalidError({ group: 'authentication.k8s.io', plural: 'tokenrequests', kind: 'TokenRequest' }, name, errors)
    const wanted = audiences.length ? audiences : [DEFAULT_AUDIENCE]
    const pod = bound?.kind === 'Pod' && bound.name ? { name: bound.name, uid: bound.uid ?? '' } : undefined
    const token = tokenFor({ namespace, name, uid }, wanted, expirationSeconds, now, pod)
    return {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: { name, namespace, creationTimestamp: timestamp(now) },
      spec: { ...request.spec, audiences: wanted, expirationSeconds, boundObjectRef: bound ?? null },
      status: { token, expirationTimestamp: timestamp(now + expirationSeconds * 1000) },
    } as unknown as TokenRequest
  },
}
