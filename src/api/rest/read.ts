import { notFoundError } from '../errors'
import type { KubeObject } from '../meta'
import { listed } from './list'
import { scaleOf } from './scale'
import type { Call, Outcome } from './types'

/** The stored object that a path names. Throws NotFound. */
export function existing({ server, actor, target }: Call): KubeObject {
  const { served, name, namespace } = target
  const object = server.read(actor, served.kind.kind, name, namespace)
  if (!object) throw notFoundError(served.kind, name)
  return object
}

/** GET of an object, of a part of it, or of a list. */
export function get(call: Call): Outcome {
  if (!call.target.name) return { code: 200, ...listed(call) }
  const object = existing(call)
  if (call.target.subresource === 'scale') return { code: 200, plain: scaleOf(object) }
  return { code: 200, object }
}
