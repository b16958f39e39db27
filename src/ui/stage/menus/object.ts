import type { View } from '../../readModel'
import { asGroup, inspect, remove, type Menu } from './menu'
import { poolItems } from './node'
import { ingressItems, rateItems, sourceItems } from './traffic'

/** What can be done to a Service. */
export function serviceMenu(uid: string, view: View): Menu | null {
  const service = view.services.find((other) => other.uid === uid)
  if (!service) return null
  const { name, namespace } = service
  return {
    title: `Service ${name}`,
    items: [
      inspect(uid),
      ...asGroup(rateItems(view, { namespace, service: name })),
      ...asGroup(sourceItems(view, namespace, name)),
      remove('Service', namespace, name),
    ],
  }
}

/** Of what stands on stage besides nodes, pods, Services and workloads. */
export function objectMenu(uid: string, view: View): Menu | null {
  const { furniture } = view
  const ingress = furniture.ingresses.find((one) => one.uid === uid)
  if (ingress) {
    const { name, namespace } = ingress
    const items = [inspect(uid), ...ingressItems(view, ingress), remove('Ingress', namespace, name)]
    return { title: `Ingress ${name}`, items }
  }
  const pool = furniture.pools.find(({ name }) => uid === `pool:${name}`)
  if (pool) {
    const items = poolItems(pool).flatMap((line) => line.items ?? [line])
    return { title: `pool ${pool.name}`, items: [inspect(uid), ...asGroup(items)] }
  }
  const volume = furniture.volumes.find((one) => one.uid === uid)
  if (volume?.claim) return deletable('PersistentVolumeClaim', { ...volume, name: volume.claim })
  if (volume) return deletable('PersistentVolume', { ...volume, name: volume.volume })
  const scaler = furniture.autoscalers.find((one) => one.uid === uid)
  if (scaler) return deletable(scaler.kind, scaler)
  const policy = furniture.policies.find((one) => one.uid === uid)
  if (policy) return deletable('NetworkPolicy', policy)
  const budget = furniture.budgets.find((one) => one.uid === uid)
  if (budget) return deletable('PodDisruptionBudget', budget)
  const quota = furniture.quotas.find((one) => one.uid === uid)
  return quota ? deletable('ResourceQuota', quota) : null
}

const deletable = (
  kind: string,
  { uid, name, namespace }: { readonly uid: string; readonly name: string; readonly namespace: string },
): Menu => ({ title: `${kind} ${name}`, items: [inspect(uid), remove(kind, namespace, name)] })
