import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, replace } from '../pod/api'
import type { ReplicaSet } from './types'

/** Fills a replica set. Rule: SetDefaults_ReplicaSet of apps/v1. */
export function defaultReplicaSet(rs: Draft<ReplicaSet>): Draft<ReplicaSet> {
  if (!rs.spec) return rs
  const filled = fill(rs.spec, { replicas: 1 })
  return replace(rs, { spec: replace(filled, { template: defaultTemplate(filled.template) }) })
}

/** Drops what only the controller may say. Rule: rsStrategy.PrepareForCreate. */
export const prepareReplicaSet = (rs: Draft<ReplicaSet>): Draft<ReplicaSet> => ({ ...rs, status: { replicas: 0 } })
