import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, replace } from '../pod/api'
import type { DaemonSet, DaemonSetUpdateStrategy } from './types'

/** Fills a daemon set. Rule: SetDefaults_DaemonSet of apps/v1. */
export function defaultDaemonSet(set: Draft<DaemonSet>): Draft<DaemonSet> {
  if (!set.spec) return set
  const filled = fill(set.spec, { revisionHistoryLimit: 10 })
  return replace(set, {
    spec: replace(filled, {
      updateStrategy: defaultStrategy(filled.updateStrategy ?? {}),
      template: defaultTemplate(filled.template),
    }),
  })
}

function defaultStrategy(strategy: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const typed = replace(strategy, { type: strategy.type || 'RollingUpdate' })
  if (typed.type !== 'RollingUpdate') return typed
  return replace(typed, { rollingUpdate: fill(typed.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }) })
}
