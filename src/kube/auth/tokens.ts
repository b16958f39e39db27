import type { User } from '../../api/authorization'
import { decodeBase64Text, encodeBase64 } from '../../api/base64'
import type { Store } from '../../api/store'
import { EPOCH_MS } from '../../api/time'
import { accountUser } from './identities'

/** Who a token without audiences is for. */
export const DEFAULT_AUDIENCE = 'https://kubernetes.default.svc.cluster.local'

interface Claims {
  readonly aud: readonly string[]
  /** Seconds of the epoch. */
  readonly exp: number
  readonly iat: number
  readonly sub: string
  readonly 'kubernetes.io': {
    readonly namespace: string
    readonly serviceaccount: { readonly name: string; readonly uid: string }
    readonly pod?: { readonly name: string; readonly uid: string }
  }
}

const plain = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
const encoded = (value: unknown) => plain(encodeBase64(JSON.stringify(value)))

/** A service account's token in the shape of a JWT. Nothing is secret here, so its signature is a blank. `now` is virtual ms. */
export function tokenFor(
  account: { readonly namespace: string; readonly name: string; readonly uid: string },
  audiences: readonly string[],
  seconds: number,
  now: number,
  pod?: { readonly name: string; readonly uid: string },
): string {
  const iat = Math.floor((EPOCH_MS + now) / 1000)
  const { namespace, name, uid } = account
  const claims: Claims = {
    aud: audiences,
    exp: iat + seconds,
    iat,
    sub: accountUser(namespace, name).name,
    'kubernetes.io': { namespace, serviceaccount: { name, uid }, ...(pod && { pod }) },
  }
  const header = { alg: 'RS256', kid: 'kubarium' }
  const issued = { ...claims, iss: DEFAULT_AUDIENCE, nbf: iat }
  return `${encoded(header)}.${encoded(issued)}.${'A'.repeat(342)}`
}

/** Whom a token names, if it still does: the account must be there, and the token must not have run out. */
export function userOfToken(
  store: Store,
  token: string,
  now: number,
): { readonly user: User; readonly audiences: readonly string[] } | { readonly error: string } {
  const claims = claimsOf(token)
  if (!claims) return { error: 'invalid bearer token' }
  const { namespace, serviceaccount, pod } = claims['kubernetes.io']
  const account = store.get('ServiceAccount', `${namespace}/${serviceaccount.name}`)
  if (account?.metadata.uid !== serviceaccount.uid)
    return { error: `[invalid bearer token, serviceaccounts ${JSON.stringify(serviceaccount.name)} not found]` }
  if (pod && store.get('Pod', `${namespace}/${pod.name}`)?.metadata.uid !== pod.uid)
    return { error: '[invalid bearer token, service account token has been invalidated]' }
  if (claims.exp * 1000 < EPOCH_MS + now) return { error: '[invalid bearer token, service account token has expired]' }
  return { user: { ...accountUser(namespace, serviceaccount.name), uid: serviceaccount.uid }, audiences: claims.aud }
}

function claimsOf(token: string): Claims | undefined {
  const part = token.split('.')[1]
  if (!part) return undefined
  try {
    const claims = JSON.parse(decodeBase64Text(part.replaceAll('-', '+').replaceAll('_', '/'))) as Partial<Claims>
    return claims['kubernetes.io']?.serviceaccount && claims.aud && claims.exp ? (claims as Claims) : undefined
  } catch {
    return undefined
  }
}
