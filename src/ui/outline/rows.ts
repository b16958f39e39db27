import type { PodView } from '../../world/frame'
import { isUp, type MenuTarget } from '../stage/menuItems'
import type { View } from '../readModel'

/** One object of the outline, in words. */
export interface OutlineRow {
  /** Uid, or the name of a part of the control plane. */
  readonly key: string
  readonly level: 1 | 2
  readonly say: string
  readonly values: Readonly<Record<string, string | number>>
  /** A key of the dictionary that ends the sentence, for states that are said in the reader's language. */
  readonly state?: string
  readonly target: MenuTarget | null
}

/** More rows than this help nobody; the rest is counted in a last row. */
const mostPods = 1500

const parts = [
  ['apiserver', 'API server'],
  ['etcd', 'etcd'],
  ['scheduler', 'scheduler'],
  ['controller-manager', 'controller manager'],
] as const

/** Everything on stage as rows of a tree: control plane, workloads, Services, then the nodes with their pods. */
export function outlineRows(view: View): OutlineRow[] {
  const rows: OutlineRow[] = view.plane
    ? parts.map(([part, name]) => ({
        key: part,
        level: 1,
        say: isUp(part, view) ? 'outline.up' : 'outline.down',
        values: { name },
        target: { kind: 'Part', part },
      }))
    : []
  for (const { uid, kind, name, want, have } of view.drift) {
    rows.push({ key: uid, level: 1, say: 'outline.workload', values: { kind, name, want, have }, target: { kind: 'Workload', uid } })
  }
  for (const { uid, name, endpoints } of view.services) {
    rows.push({ key: uid, level: 1, say: 'outline.service', values: { name, n: endpoints.length }, target: { kind: 'Service', uid } })
  }
  return rows.concat(nodeRows(view), queueRows(view), ghostRows(view))
}

function nodeRows(view: View): OutlineRow[] {
  const byNode = new Map<string, PodView[]>()
  for (const pod of view.pods.values()) {
    const beside = byNode.get(pod.node)
    if (beside) beside.push(pod)
    else byNode.set(pod.node, [pod])
  }
  let room = mostPods
  const rows: OutlineRow[] = []
  for (const node of view.nodes) {
    const pods = (byNode.get(node.name) ?? []).toSorted((a, b) => a.slot - b.slot)
    const words = [node.ready === 'True' ? 'Ready' : 'NotReady', node.unschedulable ? 'SchedulingDisabled' : ''].filter(Boolean).join(',')
    rows.push({
      key: node.uid,
      level: 1,
      say: 'outline.node',
      values: { name: node.name, status: words, n: pods.length },
      target: { kind: 'Node', uid: node.uid },
    })
    const shown = pods.slice(0, Math.max(0, room))
    room -= shown.length
    for (const pod of shown) rows.push(podRow(pod))
    if (shown.length < pods.length) {
      rows.push({ key: `${node.uid}+`, level: 2, say: 'outline.more', values: { n: pods.length - shown.length }, target: null })
    }
  }
  return rows
}

function podRow(pod: PodView): OutlineRow {
  const values = { name: pod.name, status: pod.status, node: pod.node, restarts: pod.restarts }
  const state = pod.state === 'ready' ? 'outline.ready' : pod.state === 'notready' ? 'outline.notReady' : undefined
  return { key: pod.uid, level: pod.node ? 2 : 1, say: pod.node ? 'outline.pod' : 'outline.podQueued', values, state, target: { kind: 'Pod', uid: pod.uid } }
}

function queueRows(view: View): OutlineRow[] {
  const queued = (view.plane?.scheduler.queue ?? []).map((uid) => view.pods.get(uid)).filter((pod) => pod !== undefined)
  return queued.slice(0, mostPods).map(podRow)
}

function ghostRows(view: View): OutlineRow[] {
  const owners = new Map(view.drift.map((drift) => [drift.uid, drift.name]))
  return view.ghosts.slice(0, mostPods).map((ghost) => ({
    key: ghost.key,
    level: 1,
    say: 'outline.wanted',
    values: { name: owners.get(ghost.owner) ?? '' },
    target: null,
  }))
}
