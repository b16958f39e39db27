import { all, titleOf } from '../read'
import { isPlaneWell } from '../trouble'
import type { Rule } from '../watch'

/** Virtual ms that the garbage collector may take. */
const COLLECTED_MS = 60_000

/** An object whose owners are all gone goes too, and nothing is in a namespace that is not there. */
export const owners: Rule = ({ world, broken }) => {
  const orphanSince = new Map<string, number>()
  const { store } = world.cluster
  return {
    look() {
      const well = isPlaneWell(world)
      const seen = new Set<string>()
      for (const kind of store.kindNames()) {
        if (kind === 'Event') continue
        for (const object of all(world, kind)) {
          const { namespace, uid, ownerReferences = [], deletionTimestamp } = object.metadata
          if (namespace && !store.get('Namespace', namespace)) broken(`${titleOf(object)} is in a namespace that is not there`)
          if (!ownerReferences.length || deletionTimestamp) continue
          const owned = ownerReferences.some((ref) => {
            const owner = store.get(ref.kind, `${namespace}/${ref.name}`) ?? store.get(ref.kind, ref.name)
            return owner?.metadata.uid === ref.uid
          })
          if (owned) continue
          seen.add(uid)
          const since = well ? (orphanSince.get(uid) ?? world.now) : world.now
          orphanSince.set(uid, since)
          if (world.now - since > COLLECTED_MS) broken(`${titleOf(object)} has no owner since ${since / 1000} s`)
        }
      }
      for (const uid of orphanSince.keys()) if (!seen.has(uid)) orphanSince.delete(uid)
    },
  }
}
