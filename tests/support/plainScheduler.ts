import { matchLabelSelector } from '../../src/api/labels'
import { bytes, milli } from '../../src/api/quantity'
import type { Random } from '../../src/kernel/random'
import type { Node } from '../../src/kube/kinds/node/api'
import type { Pod, TopologySpreadConstraint } from '../../src/kube/kinds/pod/api'

/**
 * The scheduler written a second time, as plainly as can be: objects, scans, no caches, nothing kept. Slow, and the measure of the real one.
 * Knows the rules that the property test draws on: requests of cpu, memory and one extended resource, taints, node selectors, preferred
 * node affinity with exact labels, host ports, spread, and defaults of groups that `app` labels set apart.
 */
export interface PlainWorld {
  readonly nodes: Node[]
  readonly placed: { pod: Pod; node: string }[]
  start: number
}

const zone = 'topology.kubernetes.io/zone'
const host = 'kubernetes.io/hostname'

interface Ask {
  cpu: number
  memory: number
  gpu: number
  scoreCpu: number
  scoreMemory: number
}

function ask(pod: Pod): Ask {
  const sum: Ask = { cpu: 0, memory: 0, gpu: 0, scoreCpu: 0, scoreMemory: 0 }
  for (const { resources } of pod.spec.containers) {
    const requests = resources?.requests ?? {}
    sum.cpu += milli(requests['cpu'] ?? '0')
    sum.memory += bytes(requests['memory'] ?? '0')
    sum.gpu += bytes(requests['nvidia.com/gpu'] ?? '0')
    sum.scoreCpu += milli(requests['cpu'] ?? '100m')
    sum.scoreMemory += bytes(requests['memory'] ?? '200Mi')
  }
  return sum
}

const on = (world: PlainWorld, node: Node) =>
  world.placed.filter((each) => each.node === node.metadata.name).map(({ pod }) => pod)
const room = (node: Node, name: string) => node.status.allocatable?.[name] ?? '0'
const portsOf = (pod: Pod) =>
  pod.spec.containers.flatMap(({ ports = [] }) => ports.map(({ hostPort }) => hostPort ?? 0).filter(Boolean))

const tolerated = (pod: Pod, taint: { key: string; effect: string }) =>
  (pod.spec.tolerations ?? []).some(
    (t) => t.operator === 'Exists' && (!t.key || t.key === taint.key) && (!t.effect || t.effect === taint.effect),
  )
const taintsOf = (pod: Pod, node: Node) => (node.spec.taints ?? []).filter((taint) => !tolerated(pod, taint))
const isSoft = ({ effect }: { effect: string }) => effect === 'PreferNoSchedule'

const selected = (pod: Pod, node: Node) =>
  Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => node.metadata.labels?.[key] === value)

/** The pods of the constraint's selector in a domain; only nodes that the pod's own selector allows count. */
function inDomain(
  world: PlainWorld,
  pod: Pod,
  all: readonly string[],
  c: Pick<TopologySpreadConstraint, 'topologyKey' | 'labelSelector'>,
) {
  const domains = new Map<string, number>()
  for (const node of world.nodes) {
    if (!all.every((key) => node.metadata.labels?.[key] !== undefined) || !selected(pod, node)) continue
    const value = node.metadata.labels?.[c.topologyKey] ?? ''
    const here = on(world, node).filter((other) => matchLabelSelector(c.labelSelector, other.metadata.labels)).length
    domains.set(value, (domains.get(value) ?? 0) + here)
  }
  return domains
}

/** Why the node will not do, as one text; '' when it will. */
function refusal(world: PlainWorld, pod: Pod, node: Node): string {
  if (node.spec.unschedulable) return 'node(s) were unschedulable'
  const taint = taintsOf(pod, node).find((each) => !isSoft(each))
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`
  if (!selected(pod, node)) return "node(s) didn't match Pod's node affinity/selector"
  const taken = on(world, node).flatMap(portsOf)
  if (portsOf(pod).some((port) => taken.includes(port))) return "node(s) didn't have free ports for the requested pod ports"
  const used = on(world, node).map(ask)
  const own = ask(pod)
  const missing: string[] = []
  const sum = (of: (ask: Ask) => number) => used.reduce((total, each) => total + of(each), 0)
  if (used.length + 1 > bytes(room(node, 'pods'))) missing.push('Too many pods')
  if (own.cpu > 0 && own.cpu + sum((a) => a.cpu) > milli(room(node, 'cpu'))) missing.push('Insufficient cpu')
  if (own.memory > 0 && own.memory + sum((a) => a.memory) > bytes(room(node, 'memory'))) missing.push('Insufficient memory')
  if (own.gpu > 0 && own.gpu + sum((a) => a.gpu) > bytes(room(node, 'nvidia.com/gpu')))
    missing.push('Insufficient nvidia.com/gpu')
  if (missing.length) return missing.join(', ')
  const hard = (pod.spec.topologySpreadConstraints ?? []).filter((c) => c.whenUnsatisfiable === 'DoNotSchedule')
  for (const c of hard) {
    const value = node.metadata.labels?.[c.topologyKey]
    if (value === undefined) return "node(s) didn't match pod topology spread constraints (missing required label)"
    const domains = inDomain(
      world,
      pod,
      hard.map(({ topologyKey }) => topologyKey),
      c,
    )
    const least = domains.size < (c.minDomains ?? 1) ? 0 : Math.min(...domains.values())
    const self = matchLabelSelector(c.labelSelector, pod.metadata.labels) ? 1 : 0
    if ((domains.get(value) ?? 0) + self - least > c.maxSkew) return "node(s) didn't match pod topology spread constraints"
  }
  return ''
}

function scaled(raw: number[], reverse: boolean) {
  const max = Math.max(0, ...raw)
  return raw.map((score) =>
    max === 0 ? (reverse ? 100 : 0) : reverse ? 100 - Math.floor((100 * score) / max) : Math.floor((100 * score) / max),
  )
}

function spreadScores(world: PlainWorld, pod: Pod, nodes: Node[]): number[] {
  const own = pod.spec.topologySpreadConstraints ?? []
  const labelSelector = { matchLabels: { app: pod.metadata.labels?.['app'] ?? '' } }
  const soft = own.length ? own.filter((c) => c.whenUnsatisfiable === 'ScheduleAnyway') : [{ topologyKey: host, maxSkew: 3, labelSelector }, { topologyKey: zone, maxSkew: 5, labelSelector }] // prettier-ignore
  if (soft.length === 0) return nodes.map(() => 0)
  const all = own.length ? soft.map(({ topologyKey }) => topologyKey) : []
  const counts = nodes.map((node) => all.every((key) => node.metadata.labels?.[key] !== undefined))
  const raw = nodes.map((node, i) => {
    let score = 0
    for (const c of soft) {
      const value = node.metadata.labels?.[c.topologyKey]
      if (value === undefined) continue
      const mine = on(world, node).filter((other) => matchLabelSelector(c.labelSelector, other.metadata.labels)).length
      const candidates = nodes.filter((_, i) => counts[i])
      const size =
        c.topologyKey === host ? candidates.length : new Set(candidates.map((n) => n.metadata.labels?.[c.topologyKey])).size
      score +=
        (c.topologyKey === host ? mine : (inDomain(world, pod, all, c).get(value) ?? 0)) * Math.log(size + 2) + c.maxSkew - 1
    }
    return counts[i] ? Math.round(score) : -1
  })
  const known = raw.filter((score) => score >= 0)
  const [min, max] = [Math.min(...known), Math.max(0, ...known)]
  return raw.map((score) => (score < 0 ? 0 : max === 0 ? 100 : Math.floor((100 * (max + min - score)) / max)))
}

function scores(world: PlainWorld, pod: Pod, nodes: Node[]): number[] {
  const own = ask(pod)
  const taints = scaled(
    nodes.map((node) => taintsOf(pod, node).filter(isSoft).length),
    true,
  )
  const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const liked = (node: Node) =>
    preferred
      .filter(({ preference }) =>
        preference.matchExpressions!.every(({ key, values }) => node.metadata.labels?.[key] === values![0]),
      )
      .reduce((sum, { weight }) => sum + weight, 0)
  const affinity = scaled(nodes.map(liked), false)
  const spread = spreadScores(world, pod, nodes)
  return nodes.map((node, i) => {
    const used = on(world, node).map(ask)
    const [cpu, memory] = [milli(room(node, 'cpu')), bytes(room(node, 'memory'))]
    const least = (free: number, all: number) => (free < 0 ? 0 : Math.floor((free * 100) / all))
    const leastAllocated = Math.floor(
      (least(cpu - used.reduce((s, a) => s + a.scoreCpu, own.scoreCpu), cpu) + least(memory - used.reduce((s, a) => s + a.scoreMemory, own.scoreMemory), memory)) / 2,
    ) // prettier-ignore
    const cpuShare = Math.min(1, used.reduce((s, a) => s + a.cpu, own.cpu) / cpu)
    const memoryShare = Math.min(1, used.reduce((s, a) => s + a.memory, own.memory) / memory)
    const balance = own.cpu || own.memory ? Math.trunc((1 - Math.abs((cpuShare - memoryShare) / 2)) * 100) : 0
    return 3 * taints[i]! + 2 * affinity[i]! + 2 * spread[i]! + leastAllocated + balance
  })
}

/** Nodes with zones taking turns. */
function inTurn(nodes: readonly Node[]): Node[] {
  const zones = [...new Set(nodes.map((node) => node.metadata.labels?.[zone] ?? ''))]
  const lists = zones.map((name) => nodes.filter((node) => (node.metadata.labels?.[zone] ?? '') === name))
  return Array.from({ length: nodes.length }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat()
}

/** Places one pod and returns where, with the reasons of all nodes that were looked at and refused. */
export function placePlainly(world: PlainWorld, pod: Pod, random: Random): { chosen: string; refused: Record<string, string> } {
  const nodes = inTurn(world.nodes)
  const wanted =
    nodes.length < 100
      ? nodes.length
      : Math.max(100, Math.trunc((nodes.length * Math.max(5, 50 - Math.trunc(nodes.length / 125))) / 100))
  const refused: Record<string, string> = {}
  const feasible: Node[] = []
  let seen = 0
  for (; seen < nodes.length && feasible.length < wanted; seen++) {
    const node = nodes[(world.start + seen) % nodes.length]!
    const reason = refusal(world, pod, node)
    if (reason) refused[node.metadata.name] = reason
    else feasible.push(node)
  }
  world.start = nodes.length ? (world.start + seen) % nodes.length : 0
  if (feasible.length === 0) return { chosen: '', refused }
  let best = feasible
  if (feasible.length > 1) {
    const totals = scores(world, pod, feasible)
    best = feasible.filter((_, i) => totals[i] === Math.max(...totals))
  }
  const chosen = best.length > 1 ? best[random.int(best.length)]! : best[0]!
  world.placed.push({ pod, node: chosen.metadata.name })
  return { chosen: chosen.metadata.name, refused }
}
