import { forbidden, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import type { Pod } from './types'
import { validateEphemeralContainers } from './validateContainer'

const mirror = 'kubernetes.io/config.mirror'

/** Checks a change by the ephemeralContainers subresource: they are only ever added. Rule: ValidatePodEphemeralContainersUpdate. */
export function validateEphemeralUpdate({ spec }: Pod, old: Pod): FieldError[] {
  const path = 'spec.ephemeralContainers'
  const out: FieldError[] = []
  if (old.metadata?.annotations?.[mirror] !== undefined) {
    return [forbidden('[]', 'static pods do not support ephemeral containers')]
  }
  const facts = {
    volumes: new Map(spec.volumes?.map((volume) => [volume.name, volume])),
    claims: new Set(spec.resourceClaims?.map(({ name }) => name)),
    grace: 0,
    restartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers !== false,
  }
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  validateEphemeralContainers(spec.ephemeralContainers, others, facts, path, out)
  const now = new Map(spec.ephemeralContainers?.map((container) => [container.name, container]))
  for (const before of old.spec.ephemeralContainers ?? []) {
    const verb = !now.has(before.name) ? 'removed' : same(now.get(before.name), before) ? '' : 'changed'
    if (verb) out.push(forbidden(path, `existing ephemeral containers ${JSON.stringify(before.name)} may not be ${verb}\n`))
  }
  return out
}
