import type { Attributes } from '../../api/authorization'
import type { Client } from '../../api/client'
import type { ApiServer } from '../../api/server'
import { serverClient } from '../../api/serverClient'
import { forbiddenRequest } from './forbidden'
import { actorAs } from './identities'

const ACCOUNT = 'system:serviceaccount:'

/** A client that acts as somebody else, as `kubectl --as` does. Throws Forbidden when `actor` may not. Upstream: the impersonation filter. */
export function impersonated(server: ApiServer, actor: string, name: string, groups: readonly string[] = []): Client {
  const { authorization } = server
  if (authorization) {
    const user = authorization.userOf(actor)
    const [namespace, account] = name.startsWith(ACCOUNT) ? name.slice(ACCOUNT.length).split(':') : []
    const asked = [
      account ? attributes('serviceaccounts', account, namespace) : attributes('users', name),
      ...groups.map((group) => attributes('groups', group)),
    ]
    for (const one of asked) {
      const { allowed, reason } = authorization.decide(user, one)
      if (!allowed) throw forbiddenRequest(user, one, reason)
    }
  }
  return serverClient(server, actorAs(name, groups))
}

const attributes = (resource: string, name: string, namespace = ''): Attributes => ({
  verb: 'impersonate',
  group: '',
  resource,
  subresource: '',
  namespace,
  name,
})
