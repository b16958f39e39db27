import { forbidden, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import type { Pod } from './types'
import { validateEphemeralContainers } from './validateContainer'

/** Checks a change by the ephemeralContainers subresource: they are only ever added. Rule: ValidatePodEphemeralContainersUpdate. */
export function validateEphemeralUpdate({ spec }: Pod, old: Pod): FieldError[] {
  const path = 'spec.ephemeralContainers'
  const out: FieldError[] = []
  const facts = { volumes: new Set(spec.volumes?.map((volume) => volume.name)), grace: 0 }
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  validateEphemeralContainers(spec.ephemeralContainers, others, facts, path, out)
  const now = new Map(spec.ephemeralContainers?.map((container) => [container.name, container]))
  for (const before of old.spec.ephemeralContainers ?? []) {
    const verb = !now.has(before.name) ? 'removed' : same(now.get(before.name), before) ? '' : 'changed'
    if (verb) out.push(forbidden(path, `existing ephemeral containers ${JSON.stringify(before.name)} may not be ${verb}\n`))
  }
  return out
}
