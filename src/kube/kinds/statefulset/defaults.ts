import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, mapSame, replace } from '../pod/api'
import type { ClaimTemplate, StatefulSet, StatefulSetUpdateStrategy } from './types'

/** Fills a stateful set. Rule: SetDefaults_StatefulSet of apps/v1. */
export function defaultStatefulSet(set: Draft<StatefulSet>): Draft<StatefulSet> {
  if (!set.spec) return set
  const filled = fill(set.spec, { replicas: 1, revisionHistoryLimit: 10, serviceName: '' })
  return replace(set, {
    spec: replace(filled, {
      podManagementPolicy: filled.podManagementPolicy || 'OrderedReady',
      updateStrategy: defaultStrategy(filled.updateStrategy ?? {}),
      persistentVolumeClaimRetentionPolicy: defaultRetention(filled.persistentVolumeClaimRetentionPolicy),
      template: defaultTemplate(filled.template),
      volumeClaimTemplates: mapSame(filled.volumeClaimTemplates, defaultClaim),
    }),
  })
}

/** Drops what only the controller may say. Rule: statefulSetStrategy.PrepareForCreate. */
export const prepareStatefulSet = (set: Draft<StatefulSet>): Draft<StatefulSet> => ({
  ...set,
  status: { replicas: 0, availableReplicas: 0 },
})

function defaultStrategy(strategy: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  const { type, rollingUpdate } = strategy
  if (!type) return { ...strategy, type: 'RollingUpdate', rollingUpdate: fill(rollingUpdate ?? {}, { partition: 0 }) }
  if (type !== 'RollingUpdate' || !rollingUpdate) return strategy
  return replace(strategy, { rollingUpdate: fill(rollingUpdate, { partition: 0 }) })
}

const defaultRetention = (policy: StatefulSet['spec']['persistentVolumeClaimRetentionPolicy']) => {
  const given = policy ?? {}
  return replace(given, { whenDeleted: given.whenDeleted || 'Retain', whenScaled: given.whenScaled || 'Retain' })
}

const defaultClaim = (claim: ClaimTemplate): ClaimTemplate =>
  replace(claim, {
    apiVersion: claim.apiVersion || 'v1',
    kind: claim.kind || 'PersistentVolumeClaim',
    spec: fill(claim.spec ?? {}, { volumeMode: 'Filesystem' }),
    status: fill(claim.status ?? {}, { phase: 'Pending' }),
  })
