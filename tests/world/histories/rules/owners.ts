import type { KubeObject } from '../../../../src/api/meta'
import type { World } from '../../../../src/world/world'
import { all, titleOf } from '../read'
import { isPlaneWell } from '../trouble'
import type { Rule } from '../watch'

/** Virtual ms that the garbage collector may take. */
const COLLECTED_MS = 60_000

/** Objects that name owners of which none is there, and that are not told to go. */
export function orphans(world: World): KubeObject[] {
  const { store } = world.cluster
  const isThere = ({ metadata: { namespace, ownerReferences = [] } }: KubeObject) =>
    ownerReferences.some(({ kind, name, uid }) => {
      const owner = store.get(kind, `${namespace}/${name}`) ?? store.get(kind, name)
      return owner?.metadata.uid === uid
    })
  return store
    .kindNames()
    .flatMap((kind) => (kind === 'Event' ? [] : all(world, kind)))
    .filter((object) => object.metadata.ownerReferences?.length && !object.metadata.deletionTimestamp && !isThere(object))
}

/** An object whose owners are all gone goes too. */
export const owners: Rule = ({ world, broken }) => {
  const since = new Map<string, number>()
  return {
    look() {
      const well = isPlaneWell(world)
      const seen = new Set<string>()
      for (const object of orphans(world)) {
        const { uid } = object.metadata
        seen.add(uid)
        const from = well ? (since.get(uid) ?? world.now) : world.now
        since.set(uid, from)
        if (world.now - from > COLLECTED_MS) broken(`${titleOf(object)} has no owner since ${from / 1000} s`)
      }
      for (const uid of since.keys()) if (!seen.has(uid)) since.delete(uid)
    },
  }
}

/** Nothing is in a namespace that is not there. */
export const homes: Rule = ({ world, broken }) => ({
  written({ type, object }) {
    const { namespace, name } = object.metadata
    if (type === 'ADDED' && namespace && object.kind !== 'Event' && !world.cluster.store.get('Namespace', namespace))
      broken(`${titleOf(object)} is made in a namespace that is not there`)
    if (type !== 'DELETED' || object.kind !== 'Namespace') return
    for (const kind of world.cluster.store.kindNames()) {
      const left = kind === 'Event' ? [] : world.cluster.store.inNamespace(kind, name)
      if (left.length) broken(`namespace ${name} goes and leaves ${titleOf(left[0]!)}`)
    }
  },
})
