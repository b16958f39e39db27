import { invalid, type FieldError } from '../../../api/errors'
import { nonNegative } from './validateTemplate'

interface Counts {
  readonly replicas?: number
  readonly fullyLabeledReplicas?: number
  readonly updatedReplicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly unavailableReplicas?: number
  readonly terminatingReplicas?: number
  readonly observedGeneration?: number
  readonly collisionCount?: number
}

const all = [
  'observedGeneration',
  'replicas',
  'fullyLabeledReplicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const

type Part = 'fullyLabeledReplicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas'

/** Checks the counts of a status: no part larger than the whole. Rules: ValidateReplicaSetStatus, ValidateDeploymentStatus. */
export function validateCounts(status: Counts, old: Counts, parts: readonly Part[], ready = 'readyReplicas'): FieldError[] {
  const out = nonNegative(status, all, 'status')
  for (const part of parts) {
    const count = status[part] ?? 0
    if (count > (status.replicas ?? 0)) out.push(invalid(`status.${part}`, count, 'cannot be greater than status.replicas'))
  }
  const available = status.availableReplicas ?? 0
  if (available > (status.readyReplicas ?? 0))
    out.push(invalid('status.availableReplicas', available, `cannot be greater than ${ready}`))
  const collisions = status.collisionCount ?? 0
  if (collisions < (old.collisionCount ?? 0)) out.push(invalid('status.collisionCount', collisions, 'cannot be decremented'))
  return out
}
