import { invalid, required, type FieldError } from '../../../api/errors'
import { matchLabels } from '../../../api/labels'
import { endlessPods, nonNegative, validateCounts, validatePodTemplate } from '../pod/api'
import type { ReplicationController } from './types'

/** Checks a replication controller, also one that replaces another. Rule: ValidateReplicationControllerSpec. */
export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const { replicas = 0, selector = {}, template } = spec ?? {}
  const out = nonNegative(spec ?? {}, ['minReadySeconds'], 'spec')
  const isEmpty = Object.keys(selector).length === 0
  if (isEmpty) out.push(required('spec.selector'))
  out.push(...nonNegative(spec ?? {}, ['replicas'], 'spec'))
  if (!template) return [...out, required('spec.template')]
  const labels = template.metadata?.labels
  if (!isEmpty && !matchLabels(selector, labels ?? {})) {
    out.push(invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'))
  }
  out.push(...validatePodTemplate(template, 'spec.template'))
  return [...out, ...endlessPods(template, replicas, 'spec.template.spec', 'ReplicationController')]
}

/** Checks a status. Rule: ValidateReplicationControllerStatusUpdate. */
export const validateReplicationControllerStatus = (rc: ReplicationController, old: ReplicationController): FieldError[] =>
  validateCounts(rc.status ?? {}, old.status ?? {}, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'])
