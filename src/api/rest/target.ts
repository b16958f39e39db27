import { apiVersionOf } from '../kind'
import type { Registry } from '../registry'
import { noSuchResource } from './errors'
import type { Target } from './types'

/** Namespaces have these themselves; all else below one is a resource in it. */
const ofNamespaces = new Set(['status', 'finalize'])

/**
 * A resource's path taken apart: `/apis/apps/v1/namespaces/golden/deployments/d/scale`. Undefined for paths of groups that nobody
 * serves; throws NotFound for what a served group does not have. Upstream: RequestInfoFactory.
 */
export function targetOf(registry: Registry, steps: readonly string[]): Target | undefined {
  const core = steps[0] === 'api'
  const [group = '', version = '', ...rest] = core ? ['', ...steps.slice(1)] : steps.slice(1)
  const known = core ? version === 'v1' : registry.groups.some(({ name }) => name === group)
  if (!known) return undefined
  const inside = rest[0] === 'namespaces' && rest.length > 2 && !ofNamespaces.has(rest[2]!)
  const namespace = inside ? rest[1]! : ''
  const [plural = '', name = '', subresource = '', ...more] = inside ? rest.slice(2) : rest
  const served = registry.resource(apiVersionOf({ group, version }), plural)
  if (!served || more.length) throw noSuchResource()
  const { namespaced } = served.kind
  if (namespaced ? !inside && name !== '' : inside) throw noSuchResource()
  return { served, namespace, name, subresource }
}
