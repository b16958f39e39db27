import { controllerOf, type KubeObject } from '../../api/meta'
import type { Store } from '../../api/store'
import type { Pod } from '../../kube/kinds/pod/api'
import { isFinished } from '../../kube/workload/pods'
import type { DriftView, GhostView, PodState } from '../frame'
import type { HueBook } from './hues'
import { podState } from './podView'
import { summaries } from './summaries'
import type { Reading, Work } from './summary'

/** Ghosts beyond this many are told by the number alone. */
const MOST_GHOSTS = 200
/** And slots of one meter. */
const MOST_SLOTS = 64

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
    if (summary.work) {
      for (const object of store.all(kind)) if (isShown(object)) addWork(object, summary.work(object, reading))
    }
    if (!summary.replicas) continue
    for (const object of store.all(kind)) {
      if (!isShown(object)) continue
      const { want, ready, isOld } = summary.replicas(object, reading)
      const pods = reading.podsBelow(object)
      const slots = pods.map((pod) => ({ state: podState(pod, false), old: isOld(pod) })).sort(bySlot)
      const current = slots.filter((slot) => !slot.old && slot.state !== 'term').length
      const hue = hues.of(object)
      // Anybody can ask for a billion; what is not shown is not counted one by one.
      for (let i = current; i < want && (slots.length < MOST_SLOTS || ghosts.length < MOST_GHOSTS); i++) {
        slots.push({ state: 'ghost', old: false })
        if (ghosts.length < MOST_GHOSTS)
          ghosts.push({ key: `${object.metadata.uid}/${i}`, owner: object.metadata.uid, hue, node: '' })
      }
      drift.push({ ...named(object), hue, want, have: ready, slots: slots.slice(0, MOST_SLOTS) })
    }
  }
  return { drift, ghosts }

  /** A slot for each success that is wanted: had, being worked for, or not begun; what failed is not counted, it is tried again. */
  function addWork(object: KubeObject, { want, done, isLost, missing, nextAt }: Work): void {
    const { uid } = object.metadata
    const hue = hues.of(object)
    const active = reading.podsBelow(object).filter((pod) => !isFinished(pod))
    const had: PodState[] = Array.from({ length: Math.min(done, MOST_SLOTS) }, () => 'done')
    const states = [...had, ...active.map((pod) => podState(pod, false))]
    while (states.length < Math.min(want, MOST_SLOTS)) states.push(isLost ? 'failed' : 'ghost')
    for (let i = 0; i < missing && ghosts.length < MOST_GHOSTS; i++)
      ghosts.push({ key: `${uid}/${i}`, owner: uid, hue, node: '', ...(nextAt >= 0 && { at: nextAt }) })
    const slots = states.map((state) => ({ state, old: false })).slice(0, MOST_SLOTS)
    drift.push({ ...named(object), hue, want, have: done, slots })
  }
}

/** The places that are kept for waiting pods, out of the scheduler's queue: others are on their way out of them. */
export function reservedPlaces(
  queue: readonly string[],
  find: (uid: string) => KubeObject | undefined,
  hues: HueBook,
): GhostView[] {
  return queue.flatMap((uid) => {
    const pod = find(uid) as Pod | undefined
    const node = pod && !pod.spec.nodeName ? pod.status?.nominatedNodeName : undefined
    return pod && node
      ? [{ key: `reserved/${uid}`, owner: controllerOf(pod)?.uid ?? uid, hue: hues.of(pod), node, pod: uid }]
      : []
  })
}

const isShown = (object: KubeObject): boolean => !controllerOf(object) && !object.metadata.deletionTimestamp

const named = (object: KubeObject) => ({
  uid: object.metadata.uid,
  kind: object.kind,
  name: object.metadata.name,
  namespace: object.metadata.namespace ?? '',
})

const bySlot = (a: DriftView['slots'][number], b: DriftView['slots'][number]) =>
  Number(b.old) - Number(a.old) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state)
