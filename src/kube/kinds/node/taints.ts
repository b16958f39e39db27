import { timestamp } from '../../../api/time'
import { conditionOf } from '../../workload/pods'
import { isSameTaint } from '../../workload/taints'
import type { Node, Taint } from './api'

export const NOT_READY = 'node.kubernetes.io/not-ready'
export const UNREACHABLE = 'node.kubernetes.io/unreachable'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/** Which condition in which state keeps new pods away; upstream: nodeConditionToTaintKeyStatusMap. */
const KEYS: readonly (readonly [condition: string, status: string, key: string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
]

const managed = new Set([...KEYS.map(([, , key]) => key), UNSCHEDULABLE])

/** The NoSchedule taints that a node's conditions ask for; upstream: doNoScheduleTaintingPass. */
export function taintsByCondition(node: Node): Taint[] {
  const taints = KEYS.filter(([type, status]) => conditionOf(node, type)?.status === status).map(([, , key]): Taint => ({
    key,
    effect: 'NoSchedule',
  }))
  if (node.spec.unschedulable) taints.push({ key: UNSCHEDULABLE, effect: 'NoSchedule' })
  return taints
}

/** The node with exactly those of the taints by condition; the same object when nothing changes. */
export function withConditionTaints(node: Node, now: number): Node {
  const wanted = taintsByCondition(node)
  const taints = node.spec.taints ?? []
  const mine = (taint: Taint) => taint.effect === 'NoSchedule' && managed.has(taint.key)
  const kept = taints.filter((taint) => !mine(taint) || wanted.some((one) => isSameTaint(one, taint)))
  const missing = wanted.filter((taint) => !taints.some((one) => isSameTaint(one, taint)))
  if (kept.length === taints.length && missing.length === 0) return node
  return withTaints(node, [...kept, ...missing.map((taint) => ({ ...taint, timeAdded: timestamp(now) }))])
}

/** The NoExecute taint that the Ready condition asks for. */
export function evictionTaint(status: string | undefined): Taint | undefined {
  if (status === 'True' || status === undefined) return undefined
  return { key: status === 'False' ? NOT_READY : UNREACHABLE, effect: 'NoExecute' }
}

/** The node with this one of the two NoExecute taints, or with none; the same object when nothing changes. */
export function withEvictionTaint(node: Node, wanted: Taint | undefined, now: number): Node {
  const taints = node.spec.taints ?? []
  const has = wanted !== undefined && taints.some((taint) => isSameTaint(taint, wanted))
  const isOurs = ({ key, effect }: Taint) => effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE)
  const kept = taints.filter((taint) => !isOurs(taint) || (wanted !== undefined && isSameTaint(taint, wanted)))
  if (kept.length === taints.length && (has || !wanted)) return node
  return withTaints(node, has || !wanted ? kept : [...kept, { ...wanted, timeAdded: timestamp(now) }])
}

const withTaints = (node: Node, taints: readonly Taint[]): Node => ({
  ...node,
  spec: { ...node.spec, taints: taints.length ? taints : undefined },
})
