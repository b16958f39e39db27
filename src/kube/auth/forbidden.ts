import type { Attributes, User } from '../../api/authorization'
import { ApiError } from '../../api/errors'

/** What the server says to somebody who may not; upstream: responsewriters.ForbiddenStatusError. `reason` is the authorizer's. */
export function forbiddenRequest({ name: user }: User, asked: Attributes, reason: string): ApiError {
  const { verb, group, resource, subresource, namespace, name, path } = asked
  const who = `User ${JSON.stringify(user)} cannot ${verb}`
  const tail = reason ? `: ${reason}` : ''
  if (path !== undefined) return new ApiError(403, 'Forbidden', `forbidden: ${who} path ${JSON.stringify(path)}${tail}`)
  const full = subresource ? `${resource}/${subresource}` : resource
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope'
  const why = `${who} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}${tail}`
  const qualified = group ? `${resource}.${group}` : resource
  const message = name ? `${qualified} ${JSON.stringify(name)} is forbidden: ${why}` : `${qualified} is forbidden: ${why}`
  return new ApiError(403, 'Forbidden', message, { ...(name && { name }), ...(group && { group }), kind: resource })
}
