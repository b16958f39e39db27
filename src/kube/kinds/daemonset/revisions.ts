import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import {
  byRevision,
  claimRevisions,
  keeps,
  remove,
  renumber,
  REVISION_HASH,
  revisionDraft,
  truncate,
} from '../../workload/history'
import { templateHash } from '../../workload/template'
import type { ControllerRevision } from '../controllerrevision/api'
import type { Pod } from '../pod/api'
import type { DaemonSet } from './api'

/** A set's history: the revision of its present template, and the others. */
export interface SetRevisions {
  readonly current: ControllerRevision
  /** Sorted, oldest first. */
  readonly old: readonly ControllerRevision[]
}

/** The value by which a revision's pods are labelled. */
export const hashOf = ({ metadata }: ControllerRevision): string => metadata.labels?.[REVISION_HASH] ?? metadata.name

/**
 * Finds the revision of the present template, or makes it; an older one becomes the newest again, and of several equal ones one is
 * left. Upstream: constructHistory. Throws ApiError when it cannot be made.
 */
export function setRevisions(client: Client, set: DaemonSet, pods: () => readonly Pod[]): SetRevisions {
  const all = claimRevisions(client, set).map((revision) => labelled(client, revision))
  const equal = all.filter((revision) => keeps(revision, set.spec.template))
  const old = all.filter((revision) => !equal.includes(revision))
  const next = old.reduce((most, { revision }) => Math.max(most, revision), 0) + 1
  const [newest] = equal.slice(-1)
  if (!newest) return { current: make(client, set, next), old }
  if (equal.length > 1) {
    for (const pod of pods()) relabel(client, pod, hashOf(newest))
    for (const revision of equal) if (revision !== newest) remove(client, revision)
  }
  return { current: newest.revision < next ? renumber(client, newest, next) : newest, old }
}

/** Deletes old revisions beyond the limit, the oldest first, never one that has pods. Upstream: cleanupHistory. */
export function cleanUp(client: Client, set: DaemonSet, old: readonly ControllerRevision[], pods: () => readonly Pod[]): void {
  const limit = set.spec.revisionHistoryLimit ?? 10
  if (old.length <= limit) return
  const live = new Set(pods().map(({ metadata }) => metadata.labels?.[REVISION_HASH]))
  const unused = old.filter((revision) => !live.has(hashOf(revision))).sort(byRevision)
  // Those in use count as well, although they stay.
  truncate(client, unused, Math.max(0, limit - (old.length - unused.length)))
}

/** Upstream: snapshot. A name that other data has taken makes the next try take another one. */
function make(client: Client, set: DaemonSet, revision: number): ControllerRevision {
  const draft = revisionDraft(set, templateHash(set.spec.template, set.status?.collisionCount), REVISION_HASH, revision)
  try {
    return client.create<ControllerRevision>(draft)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    const taken = client.get('ControllerRevision', draft.metadata.name!, set.metadata.namespace)
    if (taken && keeps(taken, set.spec.template)) return taken
    const collisionCount = (set.status?.collisionCount ?? 0) + 1
    client.updateStatus<DaemonSet>({ ...set, status: { ...set.status, collisionCount } })
    throw error
  }
}

function labelled(client: Client, revision: ControllerRevision): ControllerRevision {
  const { metadata } = revision
  if (metadata.labels?.[REVISION_HASH] !== undefined) return revision
  const labels = { ...metadata.labels, [REVISION_HASH]: metadata.name }
  return client.update<ControllerRevision>({ ...revision, metadata: { ...metadata, labels } })
}

function relabel(client: Client, pod: Pod, hash: string): void {
  if (pod.metadata.labels?.[REVISION_HASH] === hash) return
  client.patch('Pod', pod, 'merge', { metadata: { labels: { [REVISION_HASH]: hash } } })
}
