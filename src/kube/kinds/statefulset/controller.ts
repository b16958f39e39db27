import { same } from '../../../api/freeze'
import { controllerOf } from '../../../api/meta'
import { defineController, watches } from '../../../control/controller'
import { adopters, claim } from '../../workload/claim'
import { templateOf } from '../../workload/history'
import type { ControllerRevision } from '../controllerrevision/api'
import type { StatefulSet } from './api'
import { ordinalOf } from './identity'
import { podControl } from './podControl'
import { setRevisions, truncateHistory } from './revisions'
import { nextAvailability, statusOf } from './standing'
import { step, type NamedTemplate } from './step'

/** Ms after which to look again whether the claims of a former pod are gone, so that its successor may be made. */
const CLAIM_PATIENCE = 1_000

/** Keeps pods with lasting names in being, one place each. */
export default defineController({
  name: 'statefulset-controller',
  title: 'StatefulSet',
  rank: 5,
  for: 'StatefulSet',
  owns: ['Pod'],
  watches: [
    watches('Pod', ({ type, object, old }, { client }) => {
      if (type === 'DELETED' || controllerOf(object)) return []
      if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
      return adopters(client, 'StatefulSet', object)
    }),
  ],
  reconcile(context, set) {
    const { client, now } = context
    const revisions = setRevisions(client, set)
    if (!revisions) return undefined
    const pods = claim(client, 'Pod', set, (pod) => ordinalOf(set, pod) >= 0)
    let waits = false
    const control = podControl(context, set)
    const { counts, failure } = step({
      set,
      pods,
      now,
      current: named(revisions.current),
      update: named(revisions.update),
      control: {
        ...control,
        isBlocked(ordinal) {
          const isBlocked = control.isBlocked(ordinal)
          waits ||= isBlocked
          return isBlocked
        },
      },
    })
    const names = { current: revisions.current.metadata.name, update: revisions.update.metadata.name }
    const status = statusOf(set, counts, names, revisions.collisionCount)
    if (!same(status, set.status)) client.updateStatus<StatefulSet>({ ...set, status })
    truncateHistory(client, set, pods, revisions)
    if (failure) throw failure
    return waits ? CLAIM_PATIENCE : nextAvailability(set, pods, now)
  },
})

const named = (revision: ControllerRevision): NamedTemplate => ({
  name: revision.metadata.name,
  template: templateOf(revision),
})
