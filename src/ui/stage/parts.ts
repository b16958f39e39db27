import type { ControlPlanePart } from '../../world/command'
import type { View } from '../readModel'

const parts: readonly ControlPlanePart[] = ['apiserver', 'etcd', 'scheduler', 'controller-manager']

/** The part that an id on stage belongs to: itself, or the manager that runs a controller; null for objects. */
export function partOf(uid: string): ControlPlanePart | null {
  if (uid.startsWith('controller:')) return 'controller-manager'
  return parts.find((part) => part === uid) ?? null
}

/** True while a part of the control plane runs. */
export function isUp(part: ControlPlanePart, view: View): boolean {
  const { plane } = view
  if (!plane) return false
  const states = {
    apiserver: plane.apiserver,
    etcd: plane.etcd,
    scheduler: plane.scheduler,
    'controller-manager': plane.controllerManager,
  }
  return states[part].up
}
