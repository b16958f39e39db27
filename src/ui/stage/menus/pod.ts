import type { View } from '../../readModel'
import { asGroup, inspect, type Menu } from './menu'
import { targetItems } from './traffic'

/** What can be done to a pod. */
export function podMenu(uid: string, view: View): Menu | null {
  const pod = view.pods.get(uid)
  if (!pod) return null
  const { name, namespace } = pod
  const kills = pod.containers.filter((container) => container.state === 'running')
  return {
    title: `Pod ${name}`,
    items: [
      inspect(uid),
      { say: 'menu.logs', inspect: { uid, section: 'logs' } },
      ...asGroup(targetItems(view, namespace, name)),
      ...asGroup(
        kills.map((container) => ({
          say: 'menu.killContainer',
          values: { name: container.name },
          command: { type: 'kill-container', namespace, pod: name, container: container.name } as const,
        })),
      ),
      { say: 'menu.evict', command: { type: 'evict', namespace, pod: name }, first: !kills.length },
      { say: 'menu.killPod', command: { type: 'kill-pod', namespace, pod: name } },
      // Nobody can tell that it ended: its node is silent. Whoever deletes it by force says so.
      ...(pod.state === 'unknown'
        ? [{ say: 'menu.forceKill', command: { type: 'delete', kind: 'Pod', namespace, name, force: true } } as const]
        : []),
    ],
  }
}
