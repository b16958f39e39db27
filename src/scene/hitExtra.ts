import { policySpots } from './callPieces'
import { ghostBoxes, waitingPods, type Extra, type Hit } from './hit'
import { queueBox, type Layout } from './layout'
import type { StageModel } from './model'
import type { Box } from './shape'

/** Ghosts and the pods in the queue as they stand in a layout, for hitting: they have no slot to be found by. */
export function hitExtra(model: StageModel, layout: Layout): Extra {
  const waiting = waitingPods(model)
  const list: (readonly [Box, Hit])[] = [...policySpots(model, layout)]
  for (const [uid, box] of layout.boxes ?? []) list.push([box, { kind: 'pod', uid }])
  for (const card of layout.cards) list.push([card, { kind: 'owner', uid: card.uid }])
  if (!layout.boxes)
    waiting.forEach((uid, i) => {
      const box = queueBox(layout, i)
      if (box) list.push([box, { kind: 'pod', uid }])
    })
  for (const [box, index] of ghostBoxes(model, layout, waiting.length)) {
    const { pod, key } = model.ghosts[index]!
    // A place that is kept belongs to the pod it is kept for.
    list.push([box, pod ? { kind: 'pod', uid: pod } : { kind: 'ghost', uid: key }])
  }
  return list
}
