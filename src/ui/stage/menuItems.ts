import type { Command, ControlPlanePart } from '../../world/command'
import type { View } from '../readModel'

/** What a menu is about: an object by uid, a part of the control plane, the registry, or the stage itself. */
export type MenuTarget =
  | { readonly kind: 'Pod' | 'Node' | 'Service' | 'Workload' | 'Object'; readonly uid: string }
  | { readonly kind: 'Part'; readonly part: ControlPlanePart }
  | { readonly kind: 'Registry' }
  | { readonly kind: 'Stage' }

/** One line of a menu: a sentence, and what it does. */
export interface MenuItem {
  readonly say: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly command?: Command
  /** Opens the inspector at a section instead of changing the cluster. */
  readonly inspect?: { readonly uid: string; readonly section: string }
  /** The line shows what is so now. */
  readonly checked?: boolean
  /** Begins a new group. */
  readonly first?: boolean
}

export interface Menu {
  readonly title: string
  readonly items: readonly MenuItem[]
}

/** The part that an id on stage belongs to: itself, or the manager that runs a controller; null for objects. */
export function partOf(uid: string): ControlPlanePart | null {
  if (uid.startsWith('controller:')) return 'controller-manager'
  return parts.find((part) => part === uid) ?? null
}

const parts: readonly ControlPlanePart[] = ['apiserver', 'etcd', 'scheduler', 'controller-manager']
const rates = [5, 20, 50, 200]

/** What a person can do with something on stage; null when it is no longer there. */
export function menuOf(target: MenuTarget, view: View): Menu | null {
  switch (target.kind) {
    case 'Pod':
      return podMenu(target.uid, view)
    case 'Node':
      return nodeMenu(target.uid, view)
    case 'Service':
      return serviceMenu(target.uid, view)
    case 'Workload':
      return workloadMenu(target.uid, view)
    case 'Object':
      return objectMenu(target.uid, view)
    case 'Part':
      return partMenu(target.part, view)
    case 'Registry':
      return { title: 'registry', items: registryItems(view) }
    case 'Stage':
      return {
        title: 'Kubernetes',
        items: [{ say: 'menu.addNode', command: { type: 'add-node' } }, ...asGroup(registryItems(view))],
      }
  }
}

const inspect = (uid: string): MenuItem => ({ say: 'menu.inspect', inspect: { uid, section: '' } })

function asGroup(items: readonly MenuItem[]): readonly MenuItem[] {
  return items.map((item, i) => (i ? item : { ...item, first: true }))
}

function podMenu(uid: string, view: View): Menu | null {
  const pod = view.pods.get(uid)
  if (!pod) return null
  const { name, namespace } = pod
  const kills = pod.containers.filter((container) => container.state === 'running')
  return {
    title: `Pod ${name}`,
    items: [
      inspect(uid),
      { say: 'menu.logs', inspect: { uid, section: 'logs' } },
      ...asGroup(
        kills.map((container) => ({
          say: 'menu.killContainer',
          values: { name: container.name },
          command: { type: 'kill-container', namespace, pod: name, container: container.name } as const,
        })),
      ),
      { say: 'menu.killPod', command: { type: 'kill-pod', namespace, pod: name }, first: !kills.length },
    ],
  }
}

function nodeMenu(uid: string, view: View): Menu | null {
  const found = view.nodes.find((node) => node.uid === uid)
  if (!found) return null
  const node = found.name
  return {
    title: `Node ${node}`,
    items: [
      inspect(uid),
      found.unschedulable
        ? { say: 'menu.uncordon', command: { type: 'uncordon', node }, first: true }
        : { say: 'menu.cordon', command: { type: 'cordon', node }, first: true },
      found.connected
        ? { say: 'menu.cut', command: { type: 'cut', node } }
        : { say: 'menu.mend', command: { type: 'mend', node } },
      found.powered
        ? { say: 'menu.powerOff', command: { type: 'power-off', node } }
        : { say: 'menu.powerOn', command: { type: 'power-on', node } },
      { say: 'menu.removeNode', command: { type: 'remove-node', node }, first: true },
    ],
  }
}

function serviceMenu(uid: string, view: View): Menu | null {
  const service = view.services.find((other) => other.uid === uid)
  if (!service) return null
  const { name, namespace } = service
  const traffic = (rate: number): Command => ({ type: 'traffic', namespace, service: name, rate })
  return {
    title: `Service ${name}`,
    items: [
      inspect(uid),
      ...asGroup(
        rates.map((rate) => ({ say: 'menu.traffic', values: { rate }, command: traffic(rate), checked: service.rate === rate })),
      ),
      ...(service.rate ? [{ say: 'menu.noTraffic', command: traffic(0) }] : []),
    ],
  }
}

function workloadMenu(uid: string, view: View): Menu | null {
  const workload = view.drift.find((other) => other.uid === uid)
  if (!workload) return null
  const { kind, name, namespace, want } = workload
  const scale = (replicas: number): Command => ({ type: 'scale', kind, namespace, name, replicas })
  return {
    title: `${kind} ${name}`,
    items: [
      inspect(uid),
      { say: 'menu.scale', values: { replicas: want + 1 }, command: scale(want + 1), first: true },
      ...(want > 0 ? [{ say: 'menu.scale', values: { replicas: want - 1 }, command: scale(want - 1) }] : []),
      { say: 'menu.delete', command: { type: 'delete', kind, namespace, name }, first: true },
    ],
  }
}

/** Of what stands on stage besides nodes, pods, Services and workloads. */
function objectMenu(uid: string, { furniture }: View): Menu | null {
  const ingress = furniture.ingresses.find((one) => one.uid === uid)
  if (ingress) return deletable('Ingress', ingress)
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

const deletable = (kind: string, { uid, name, namespace }: { uid: string; name: string; namespace: string }): Menu => ({
  title: `${kind} ${name}`,
  items: [inspect(uid), { say: 'menu.delete', command: { type: 'delete', kind, namespace, name }, first: true }],
})

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

function partMenu(part: ControlPlanePart, view: View): Menu {
  return {
    title: part,
    items: [
      inspect(part),
      isUp(part, view)
        ? { say: 'menu.stop', command: { type: 'stop', part }, first: true }
        : { say: 'menu.start', command: { type: 'start', part }, first: true },
    ],
  }
}

const registryItems = ({ plane }: View): readonly MenuItem[] =>
  (
    [
      ['menu.registryNormal', 1],
      ['menu.registrySlow', 0.1],
      ['menu.registryGone', 0],
    ] as const
  ).map(([say, speed]) => ({ say, command: { type: 'registry', speed }, checked: plane?.registry.speed === speed }))
