import type { DocumentStatus, DriftView, Furniture, NodeView, PodView, ServiceView } from '../world/frame'

/** An object by its names. */
export interface Named {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** The part of the read model in which objects have names. */
export interface Peopled {
  readonly pods: ReadonlyMap<string, PodView>
  readonly nodes: readonly NodeView[]
  readonly services: readonly ServiceView[]
  readonly drift: readonly DriftView[]
  readonly documents: readonly DocumentStatus[]
  readonly furniture: Furniture
}

/** Every object that the read model knows: its uid ('' for a document that was not applied) and its names. Some come more than once. */
export function* everything({
  pods,
  nodes,
  services,
  drift,
  documents,
  furniture,
}: Peopled): Generator<readonly [string, Named]> {
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

/** Uid of what is so named; undefined when it is not there. */
export function uidNamed(view: Peopled, { kind, namespace, name }: Named): string | undefined {
  for (const [uid, one] of everything(view)) {
    if (uid && one.kind === kind && one.name === name && one.namespace === namespace) return uid
  }
  return undefined
}
