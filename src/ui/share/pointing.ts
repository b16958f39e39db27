import type { View } from '../readModel'
import { partOf } from '../stage/menuItems'
import type { Pointed } from './sharedRun'

/** What stands for itself, whatever run it is in: a part of the control plane, a pool. */
const isOwnName = (uid: string): boolean => partOf(uid) !== null || uid.startsWith('pool:')

const own = (name: string): Pointed => ({ kind: 'Part', namespace: '', name })

/** Everything that the page knows by its names, and its uid. */
function* everything({ pods, nodes, services, drift, documents, furniture }: View): Generator<readonly [string, Pointed]> {
  const named = (kind: string, uid: string, name: string, namespace = '') => [uid, { kind, namespace, name }] as const
  for (const { uid, name, namespace } of pods.values()) yield named('Pod', uid, name, namespace)
  for (const { uid, name } of nodes) yield named('Node', uid, name)
  for (const { uid, name, namespace } of services) yield named('Service', uid, name, namespace)
  const { owners, autoscalers, ingresses, policies, budgets, quotas, volumes } = furniture
  for (const { uid, kind, name, namespace } of [...drift, ...documents, ...owners, ...autoscalers]) {
    yield named(kind, uid, name, namespace)
  }
  for (const { uid, name, namespace } of ingresses) yield named('Ingress', uid, name, namespace)
  for (const { uid, name, namespace } of policies) yield named('NetworkPolicy', uid, name, namespace)
  for (const { uid, name, namespace } of budgets) yield named('PodDisruptionBudget', uid, name, namespace)
  for (const { uid, name, namespace } of quotas) yield named('ResourceQuota', uid, name, namespace)
  for (const { uid, claim, volume, namespace } of volumes) {
    yield claim ? named('PersistentVolumeClaim', uid, claim, namespace) : named('PersistentVolume', uid, volume)
  }
}

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
export function uidOf(view: View, { kind, namespace, name }: Pointed): string | undefined {
  if (kind === 'Part') return isOwnName(name) ? name : undefined
  for (const [uid, one] of everything(view)) {
    if (uid && one.kind === kind && one.name === name && one.namespace === namespace) return uid
  }
  return undefined
}
