import { same } from '../../../api/freeze'
import type { Draft } from '../../../api/meta'
import type { DaemonSet, DaemonSetStatus } from './types'

/** Where apps/v1 keeps what was `spec.templateGeneration`: it grows with every change of the template. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

/** The number in that annotation; undefined when there is none or it is no number. Upstream: GetTemplateGeneration. */
export function templateGeneration({ metadata }: Draft<DaemonSet>): number | undefined {
  const text = metadata.annotations?.[TEMPLATE_GENERATION]
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

export const emptyStatus: DaemonSetStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
}

/** Drops what only the controller may say. Rule: daemonSetStrategy.PrepareForCreate. */
export const prepareDaemonSet = (set: Draft<DaemonSet>): Draft<DaemonSet> => ({
  ...marked(set, Math.max(1, templateGeneration(set) ?? 0)),
  status: emptyStatus,
})

/** People cannot change the number of the template. Rule: daemonSetStrategy.PrepareForUpdate. */
export function prepareDaemonSetUpdate(set: DaemonSet, old: DaemonSet): DaemonSet {
  const before = templateGeneration(old) ?? 0
  return marked(set, same(set.spec.template, old.spec.template) ? before : before + 1)
}

function marked<T extends Draft<DaemonSet>>(set: T, generation: number): T {
  const text = String(generation)
  if (set.metadata.annotations?.[TEMPLATE_GENERATION] === text) return set
  return { ...set, metadata: { ...set.metadata, annotations: { ...set.metadata.annotations, [TEMPLATE_GENERATION]: text } } }
}
