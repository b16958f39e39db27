import type { Draft } from '../../../api/meta'
import { defaultTemplate, fill, replace } from '../pod/api'
import type { ReplicationController } from './types'

/** Fills a replication controller. Rule: SetDefaults_ReplicationController of v1. */
export function defaultReplicationController(rc: Draft<ReplicationController>): Draft<ReplicationController> {
  const { spec } = rc
  if (!spec) return rc
  const labels = spec.template?.metadata?.labels
  const selector = isEmpty(spec.selector) ? labels : spec.selector
  const filled = replace(fill(spec, { replicas: 1 }), {
    template: defaultTemplate(spec.template),
    ...(selector && { selector }),
  })
  const metadata = labels && isEmpty(rc.metadata.labels) ? { ...rc.metadata, labels } : rc.metadata
  return replace(rc, { metadata, spec: filled })
}

/** Drops what only the controller may say. Rule: rcStrategy.PrepareForCreate. */
export const prepareReplicationController = (rc: Draft<ReplicationController>): Draft<ReplicationController> => ({
  ...rc,
  status: { replicas: 0 },
})

const isEmpty = (map: Readonly<Record<string, string>> | undefined) => Object.keys(map ?? {}).length === 0
