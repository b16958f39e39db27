import type { KindDefinition } from '../../api/kind'
import type { Evaluator } from './evaluator'
import { claimEvaluator, countEvaluator, serviceEvaluator } from './others'
import { podEvaluator } from './pods'

const own: Readonly<Record<string, Evaluator>> = {
  Pod: podEvaluator,
  Service: serviceEvaluator,
  PersistentVolumeClaim: claimEvaluator,
}
const counted = new WeakMap<KindDefinition, Evaluator>()

/** How a kind is counted. */
export function evaluatorOf(kind: KindDefinition): Evaluator {
  if (Object.hasOwn(own, kind.kind)) return own[kind.kind]!
  let evaluator = counted.get(kind)
  if (!evaluator) counted.set(kind, (evaluator = countEvaluator(kind)))
  return evaluator
}

/** Kinds that no quota counts; upstream: DefaultIgnoredResources. */
export const isCounted = ({ kind, namespaced, answer }: KindDefinition): boolean =>
  namespaced && kind !== 'Event' && kind !== 'Binding' && !answer
