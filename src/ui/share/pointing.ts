import { everything, uidNamed } from '../../lessons/everything'
import type { View } from '../readModel'
import { partOf } from '../stage/parts'
import type { Pointed } from './sharedRun'

/** What stands for itself, whatever run it is in: a part of the control plane, a pool. */
const isOwnName = (uid: string): boolean => partOf(uid) !== null || uid.startsWith('pool:')

const own = (name: string): Pointed => ({ kind: 'Part', namespace: '', name })

/** The names of what is selected: they lead to it in a replay too. */
export function pointedAt(view: View, selected: string | null): Pointed | undefined {
  if (selected === null) return undefined
  if (isOwnName(selected)) return own(selected)
  if (view.detail?.uid === selected) {
    const { kind, namespace, name } = view.detail
    return { kind, namespace, name }
  }
  for (const [uid, pointed] of everything(view)) if (uid === selected) return pointed
  return undefined
}

/** Uid of what is so named; undefined when it is not there. */
export const uidOf = (view: View, pointed: Pointed): string | undefined =>
  pointed.kind !== 'Part' ? uidNamed(view, pointed) : isOwnName(pointed.name) ? pointed.name : undefined
