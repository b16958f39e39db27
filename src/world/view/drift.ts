import { controllerOf, type KubeObject } from '../../api/meta'
import type { Store } from '../../api/store'
import type { DriftView, GhostView, PodState } from '../frame'
import type { HueBook } from './hues'
import { podState } from './podView'
import { summaries } from './summaries'
import type { Reading } from './summary'

/** Ghosts beyond this many are told by the number alone. */
const MOST_GHOSTS = 200

const ORDER: readonly PodState[] = [
  'ready',
  'notready',
  'crash',
  'failed',
  'creating',
  'pending',
  'unknown',
  'term',
  'done',
  'ghost',
]

/** Wanted against actual for everything that asks for replicas and answers to nobody, and the replicas that are not there at all. */
export function driftViews(store: Store, reading: Reading, hues: HueBook): { drift: DriftView[]; ghosts: GhostView[] } {
  const drift: DriftView[] = []
  const ghosts: GhostView[] = []
  for (const [kind, summary] of summaries) {
    if (!summary.replicas) continue
    for (const object of store.all(kind)) {
      if (controllerOf(object) || object.metadata.deletionTimestamp) continue
      const { want, ready, isOld } = summary.replicas(object, reading)
      const pods = reading.podsBelow(object)
      const slots = pods.map((pod) => ({ state: podState(pod, false), old: isOld(pod) })).sort(bySlot)
      const current = slots.filter((slot) => !slot.old && slot.state !== 'term').length
      const hue = hues.of(object)
      for (let i = current; i < want; i++) {
        slots.push({ state: 'ghost', old: false })
        if (ghosts.length < MOST_GHOSTS)
          ghosts.push({ key: `${object.metadata.uid}/${i}`, owner: object.metadata.uid, hue, node: '' })
      }
      drift.push({ ...named(object), hue, want, have: ready, slots: slots.slice(0, 64) })
    }
  }
  return { drift, ghosts }
}

const named = (object: KubeObject) => ({
  uid: object.metadata.uid,
  kind: object.kind,
  name: object.metadata.name,
  namespace: object.metadata.namespace ?? '',
})

const bySlot = (a: DriftView['slots'][number], b: DriftView['slots'][number]) =>
  Number(b.old) - Number(a.old) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state)
