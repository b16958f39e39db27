import { ApiError } from '../../../api/errors'
import type { Client } from '../../../api/client'
import { claimRevisions, dataOf, keeps, renumber, revisionDraft, revisionHash, truncate } from '../../workload/history'
import type { ControllerRevision } from '../controllerrevision/api'
import type { Pod } from '../pod/api'
import type { StatefulSet } from './api'
import { revisionOf } from './identity'

/** The label by which upstream remembers the hash of a revision. */
const HASH = 'controller.kubernetes.io/hash'

/** A set's history: the revision in use, the one to come, and all that there were before this look. */
export interface SetRevisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly all: readonly ControllerRevision[]
  readonly collisionCount: number
}

/**
 * Finds the revision of the present template, or makes it; an older one becomes the newest again. Undefined for a set on its way out
 * that has none any more. Upstream: getStatefulSetRevisions. Throws ApiError when it cannot be made.
 */
export function setRevisions(client: Client, set: StatefulSet): SetRevisions | undefined {
  const all = claimRevisions(client, set)
  const newest = all.at(-1)
  const next = newest ? newest.revision + 1 : 1
  const equal = all.findLast((revision) => keeps(revision, set.spec.template))
  let collisionCount = set.status?.collisionCount ?? 0
  let update: ControllerRevision
  if (equal) update = equal === newest ? equal : renumber(client, equal, next)
  else if (set.metadata.deletionTimestamp) return undefined
  else [update, collisionCount] = make(client, set, next, collisionCount)
  const current = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update
  return { current, update, all, collisionCount }
}

/** Upstream: CreateControllerRevision. A name that is taken by other data is left to it. */
function make(client: Client, set: StatefulSet, revision: number, collisions: number): [ControllerRevision, number] {
  for (let count = collisions; ; count++) {
    const draft = revisionDraft(set, revisionHash(dataOf(set.spec.template), count), HASH, revision)
    try {
      return [client.create<ControllerRevision>(draft), count]
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
      const taken = client.get('ControllerRevision', draft.metadata.name!, set.metadata.namespace)
      if (taken && keeps(taken, set.spec.template)) return [taken, count]
    }
  }
}

/** Deletes revisions beyond the limit, the oldest first, never one in use. Upstream: truncateHistory. */
export function truncateHistory(client: Client, set: StatefulSet, pods: readonly Pod[], revisions: SetRevisions): void {
  const live = new Set([revisions.current.metadata.name, revisions.update.metadata.name, ...pods.map(revisionOf)])
  const unused = revisions.all.filter(({ metadata }) => !live.has(metadata.name))
  truncate(client, unused, set.spec.revisionHistoryLimit ?? 10)
}
