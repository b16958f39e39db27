import type { Command } from '../../../world/command'
import type { View } from '../../readModel'
import { asGroup, inspect, remove, type Menu, type MenuItem } from './menu'

interface Workload {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly want: number
  readonly resting: boolean
}

const scaled: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'])
const rolling: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])

/** What can be done to something that makes pods. */
export function workloadMenu(uid: string, view: View): Menu | null {
  const workload = workloadOf(uid, view)
  if (!workload) return null
  const { kind, name, namespace } = workload
  return {
    title: `${kind} ${name}`,
    items: [
      inspect(uid),
      ...asGroup(scaleItems(workload)),
      ...asGroup(rolloutItems(workload)),
      ...asGroup(runItems(workload)),
      remove(kind, namespace, name),
    ],
  }
}

function workloadOf(uid: string, { drift, furniture }: View): Workload | null {
  const owner = furniture.owners.find((other) => other.uid === uid)
  if (owner) return { ...owner, want: owner.replicas?.want ?? 0, resting: owner.resting ?? false }
  const wanted = drift.find((other) => other.uid === uid)
  return wanted ? { ...wanted, resting: false } : null
}

function scaleItems({ kind, name, namespace, want }: Workload): readonly MenuItem[] {
  if (!scaled.has(kind)) return []
  const to = (replicas: number): MenuItem => ({
    say: 'menu.scale',
    values: { replicas },
    command: { type: 'scale', kind, namespace, name, replicas },
  })
  return [to(want + 1), ...(want > 0 ? [to(want - 1)] : []), ...(want > 1 ? [to(0)] : [])]
}

function rolloutItems({ kind, name, namespace, resting }: Workload): readonly MenuItem[] {
  if (!rolling.has(kind)) return []
  const does = (say: string, type: 'restart' | 'undo' | 'pause' | 'resume'): MenuItem => ({
    say,
    command: { type, kind, namespace, name } as Command,
  })
  return [
    // What is paused can be neither restarted nor rolled back; kubectl says the same.
    ...(resting ? [] : [does('menu.restart', 'restart'), does('menu.undo', 'undo')]),
    ...(kind === 'Deployment' ? [resting ? does('menu.resume', 'resume') : does('menu.pause', 'pause')] : []),
  ]
}

function runItems({ kind, name, namespace, resting }: Workload): readonly MenuItem[] {
  if (kind !== 'Job' && kind !== 'CronJob') return []
  const held: MenuItem = resting
    ? { say: 'menu.unsuspend', command: { type: 'resume', kind, namespace, name } }
    : { say: 'menu.suspend', command: { type: 'suspend', kind, namespace, name } }
  return kind === 'CronJob' ? [{ say: 'menu.trigger', command: { type: 'trigger', namespace, name } }, held] : [held]
}
