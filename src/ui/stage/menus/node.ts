import type { NodeView, PoolView } from '../../../world/frame'
import type { View } from '../../readModel'
import { branch, inspect, type Menu, type MenuItem } from './menu'

const ZONE = 'topology.kubernetes.io/zone'
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'
const usual = ['zone-a', 'zone-b', 'zone-c']

/** The zones there are, and those that are usual. */
export const zonesOf = ({ nodes }: View): readonly string[] =>
  [...new Set([...nodes.map(({ zone }) => zone), ...usual])].filter(Boolean).sort()

/** What can be done to a node and to the machine under it. */
export function nodeMenu(uid: string, view: View): Menu | null {
  const found = view.nodes.find((node) => node.uid === uid)
  if (!found) return null
  const node = found.name
  const pool = view.furniture.pools.find(({ nodes }) => nodes.includes(node))
  return {
    title: `Node ${node}`,
    items: [
      inspect(uid),
      found.unschedulable
        ? { say: found.draining ? 'menu.stopDrain' : 'menu.uncordon', command: { type: 'uncordon', node }, first: true }
        : { say: 'menu.cordon', command: { type: 'cordon', node }, first: true },
      ...(found.draining ? [] : drainItems(found, view)),
      ...zoneItems(found, view),
      found.connected
        ? { say: 'menu.cut', command: { type: 'cut', node }, first: true }
        : { say: 'menu.mend', command: { type: 'mend', node }, first: true },
      found.powered
        ? { say: 'menu.powerOff', command: { type: 'power-off', node } }
        : { say: 'menu.powerOn', command: { type: 'power-on', node } },
      ...serviceItems(found),
      ...(pool ? poolItems(pool) : []),
      { say: 'menu.removeNode', command: { type: 'remove-node', node }, first: true },
    ],
  }
}

/**
 * A node that is off for good has to be said to be so, for nobody can tell it from one that is only silent: then its pods are let go and
 * their disks move at once. Upstream: non-graceful node shutdown.
 */
function serviceItems({ name, ready, powered, taints }: NodeView): readonly MenuItem[] {
  const at = taints.findIndex((taint) => taint.startsWith(OUT_OF_SERVICE))
  const patched = (say: string, patch: unknown): MenuItem => ({
    say,
    command: { type: 'patch', kind: 'Node', namespace: '', name, patch: [patch], patchType: 'json' },
  })
  if (at >= 0) return [patched('menu.inService', { op: 'remove', path: `/spec/taints/${at}` })]
  if (powered && ready === 'True') return []
  const taint = { key: OUT_OF_SERVICE, value: 'nodeshutdown', effect: 'NoExecute' }
  return [
    patched(
      'menu.outOfService',
      taints.length ? { op: 'add', path: '/spec/taints/-', value: taint } : { op: 'add', path: '/spec/taints', value: [taint] },
    ),
  ]
}

/** Pods that nobody would make anew are sent away only when that is said. */
function drainItems({ name: node }: NodeView, { pods }: View): readonly MenuItem[] {
  const isAlone = [...pods.values()].some((pod) => pod.node === node && pod.owner === '' && pod.state !== 'done')
  const drain: MenuItem = { say: 'menu.drain', command: { type: 'drain', node } }
  return isAlone ? [drain, { say: 'menu.drainForce', command: { type: 'drain', node, force: true } }] : [drain]
}

const zoneItems = ({ name, zone }: NodeView, view: View): readonly MenuItem[] =>
  branch(
    'menu.zone',
    zonesOf(view).map((other) => ({
      say: 'menu.toZone',
      values: { zone: other },
      command: { type: 'patch', kind: 'Node', namespace: '', name, patch: { metadata: { labels: { [ZONE]: other } } } },
      checked: other === zone,
    })),
    { zone: zone || '—' },
  )

/** The bounds of a pool; one on premises has none to change. */
export function poolItems({ name, min, max, size, elastic }: PoolView): readonly MenuItem[] {
  if (!elastic) return []
  const bound = (say: string, change: { readonly min: number } | { readonly max: number }): MenuItem => ({
    say,
    values: { n: 'min' in change ? change.min : change.max },
    command: { type: 'set-pool', name, ...change },
  })
  const items = [
    bound('menu.poolMax', { max: max + 1 }),
    ...(max > Math.max(1, min) ? [bound('menu.poolMax', { max: max - 1 })] : []),
    ...(min < max ? [bound('menu.poolMin', { min: min + 1 })] : []),
    ...(min > 0 ? [bound('menu.poolMin', { min: min - 1 })] : []),
  ]
  return branch('menu.pool', items, { name, size, min, max })
}
