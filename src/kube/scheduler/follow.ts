import { same } from '../../api/freeze'
import { keyOf, type KindName, type KubeObject } from '../../api/meta'
import type { ComponentContext } from '../../control/component'
import type { Pod } from '../kinds/pod/api'
import type { ClusterCache } from './cache'
import { ownerKinds, type PodGroups } from './groups'
import type { Nominations } from './nominations'
import type { Occasion, SchedulerPlugin } from './plugin'
import { podInfo } from './podInfo'
import type { Queued, SchedulingQueue } from './queue'
import { requestsOf } from './requests'
import { nodeOccasions, type Waker } from './waking'

/** What the scheduler's watches keep up to date, and whom they tell. */
export interface Followed {
  readonly name: string
  readonly plugins: readonly SchedulerPlugin[]
  readonly cache: ClusterCache
  readonly queue: SchedulingQueue
  readonly groups: PodGroups
  readonly nominations: Nominations
  readonly wake: Waker
  /** Gives back what a pod held. */
  readonly release: (uid: string) => void
  /** No node is set aside for the pod any more. */
  readonly giveUp: (pod: Pod) => void
  /** There may be something to do. */
  readonly proceed: () => void
}

/** Keeps the scheduler's picture of the cluster: what its watches tell goes to the cache, the queue and the sleepers. */
export function followCluster(ctx: ComponentContext, followed: Followed): void {
  const { name, plugins, cache, queue, groups, nominations, wake, release, giveUp, proceed } = followed
  const { kernel } = ctx

  function enqueue(pod: Pod): void {
    const gated = plugins.some((plugin) => plugin.gate?.(podInfo(pod)))
    queue.put(pod, gated ? 'gated' : 'active', kernel.now, kernel.cause)
  }

  function seePending(pod: Pod): void {
    const { uid, deletionTimestamp } = pod.metadata
    if (cache.placed(uid)) return
    const old = queue.get(uid)
    if (deletionTimestamp) return leave(pod)
    nominate(pod, old?.pod)
    if (!old) return enqueue(pod)
    queue.refresh(pod)
    if (old.place === 'gated') {
      queue.remove(uid)
      enqueue(pod)
    } else if (old.place === 'unschedulable') reconsider(queue.get(uid)!, old.pod)
  }

  /** A refused pod changed: is it now worth another try? */
  function reconsider(queued: Queued, old: Pod): void {
    const { pod } = queued
    const change = { pod, oldPod: old }
    const occasions: Occasion[] = []
    if (!same(old.metadata.labels, pod.metadata.labels)) occasions.push('own/labels')
    if (!same(old.spec.tolerations, pod.spec.tolerations)) occasions.push('own/tolerations')
    if (asksForLess(pod, old)) occasions.push('own/requests')
    for (const on of occasions) {
      const now = queue.get(pod.metadata.uid)
      if (now?.place === 'unschedulable') wake(on, change, kernel.now, kernel.cause, now)
    }
  }

  /** What others say about the node set aside for a pod counts, too: after a restart it is all there is. */
  function nominate(pod: Pod, old: Pod | undefined): void {
    const [before, now] = [old?.status?.nominatedNodeName ?? '', pod.status?.nominatedNodeName ?? '']
    if (now && now !== before) nominations.put(pod, now)
    else if (before && !now && nominations.nodeOf(pod.metadata.uid) === before) giveUp(pod)
  }

  function leave(pod: Pod): void {
    queue.remove(pod.metadata.uid)
    giveUp(pod)
  }

  function seePlaced(pod: Pod): void {
    const { uid, labels } = pod.metadata
    queue.remove(uid)
    nominations.remove(uid)
    const node = pod.spec.nodeName!
    const old = cache.placed(uid)
    if (old?.node === node && untouched(old.pod, pod)) cache.confirm(pod, node)
    else cache.putPod(pod, node, false)
    if (!old || old.assumed) wake('pod/add', { pod }, kernel.now, kernel.cause)
    else if (old.pod.metadata.labels !== labels && !same(old.pod.metadata.labels, labels))
      wake('pod/labels', { pod, oldPod: old.pod }, kernel.now, kernel.cause)
    if (old && asksForLess(pod, old.pod)) wake('pod/requests', { pod, oldPod: old.pod }, kernel.now, kernel.cause)
  }

  ctx.watch('Node', ({ type, object: node }) => {
    const oldNode = cache.node(node.metadata.name)
    if (type === 'DELETED') {
      cache.removeNode(node.metadata.name)
      wake('node/delete', { node }, kernel.now, kernel.cause)
    } else {
      const change = { node, ...(oldNode && { oldNode }) }
      for (const on of nodeOccasions(cache.putNode(node))) wake(on, change, kernel.now, kernel.cause)
    }
    proceed()
  })

  ctx.watch('Service', ({ type, object }) =>
    groups.putService(keyOf(object), type === 'DELETED' ? undefined : object.spec.selector),
  )

  ctx.watch('Namespace', ({ type, object: { metadata } }) =>
    groups.putNamespace(metadata.name, type === 'DELETED' ? undefined : (metadata.labels ?? {})),
  )

  for (const kind of ownerKinds) {
    ctx.watch(kind as string as KindName, ({ type, object }: { type: string; object: KubeObject }) => {
      if (type === 'DELETED') groups.removeOwner(object)
      else groups.putOwner(object)
    })
  }

  ctx.watch('Pod', ({ type, object: pod }) => {
    const over = type === 'DELETED' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
    if (over) {
      leave(pod)
      release(pod.metadata.uid)
    } else if (pod.spec.nodeName) seePlaced(pod)
    else if ((pod.spec.schedulerName ?? name) === name) seePending(pod)
    proceed()
  })
}

/** Nothing changed that the scheduler counts by: true for most status updates. */
const untouched = (a: Pod, b: Pod): boolean =>
  a.spec.containers === b.spec.containers &&
  a.spec.initContainers === b.spec.initContainers &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  (a.metadata.labels === b.metadata.labels || same(a.metadata.labels, b.metadata.labels))

/** Does it ask for less of anything than before? */
function asksForLess(pod: Pod, old: Pod): boolean {
  if (pod.spec === old.spec || (pod.spec.containers === old.spec.containers && pod.spec.resources === old.spec.resources))
    return false
  const [now, before] = [requestsOf(pod), requestsOf(old)]
  const scalar = (name: string) => now.scalars.find(([each]) => each === name)?.[1] ?? 0
  return (
    now.cpu < before.cpu ||
    now.memory < before.memory ||
    now.ephemeral < before.ephemeral ||
    before.scalars.some(([name, amount]) => scalar(name) < amount)
  )
}
