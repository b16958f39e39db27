import type { ControlPlaneView } from '../../world/frame'
import { step, told, type Seen, type Step } from './seen'

/** The parts that can be stopped, the one first that the others need. */
export const parts = ['apiserver', 'etcd', 'scheduler', 'controllerManager'] as const

const isUp = (plane: ControlPlaneView, part: (typeof parts)[number]): boolean => plane[part].up

/** Ids under which the stage knows the parts. */
export const partUid = (part: (typeof parts)[number]): string => (part === 'controllerManager' ? 'controller-manager' : part)

/** Parts of the control plane that stopped or started, and what works without them; the registry too. */
export function planeSteps(before: Seen, after: Seen): Step[] {
  const { plane: was } = before
  const { plane: is } = after
  if (!was || !is || was === is) return []
  const steps: Step[] = []
  for (const part of parts) {
    const uid = partUid(part)
    if (isUp(was, part) && !isUp(is, part)) steps.push(step(96, uid, told(`part.${part}.down`), told(`part.${part}.downWhy`)))
    if (!isUp(was, part) && isUp(is, part)) steps.push(step(86, uid, told(`part.${part}.up`), told(`part.${part}.upWhy`)))
  }
  const { speed } = is.registry
  if (was.registry.speed === speed) return steps
  if (speed === 0) steps.push(step(85, null, told('registry.gone'), told('registry.goneWhy')))
  else if (speed < 1)
    steps.push(step(70, null, told('registry.slow', { times: Math.round(1 / speed) }), told('registry.slowWhy')))
  else steps.push(step(70, null, told('registry.back')))
  return steps
}

/** The gravest part that stands still, or undefined. */
export const stoppedPart = ({ plane }: Seen): (typeof parts)[number] | undefined =>
  plane ? parts.find((part) => !isUp(plane, part)) : undefined
