import { ApiError } from '../../../api/errors'
import { controllerOf, type KubeObject } from '../../../api/meta'
import { virtualMs } from '../../../api/time'
import type { ComponentContext, Recorder } from '../../../control/component'
import { conditionOf, isActive, order } from '../../workload/pods'
import type { Pod } from '../pod/api'
import { updateModeOf } from './policy'
import { byUrgency, isDue, urgencyOf } from './priority'
import { resizedContainers } from './resized'
import { everyRound } from './rounds'
import { selectorOf } from './target'
import type { VerticalPodAutoscaler } from './types'

const TOPIC = 'vpa-updater'
/** Of a workload's pods this share may be away at a time; upstream: --eviction-tolerance. */
const TOLERANCE = 0.5
/** With fewer pods nothing is done unless the autoscaler says so; upstream: --min-replicas. */
const MIN_REPLICAS = 2
/** A resize that has waited so long is given up for an eviction. */
const DEFERRED_MS = 5 * 60_000

interface Sized extends KubeObject {
  readonly spec?: { readonly replicas?: number }
}

/** Once a minute evicts pods, or resizes them, whose requests are not as recommended; never many of one owner. Upstream: the updater. */
export function createUpdater(context: ComponentContext, periodMs: number): void {
  const { kernel, client } = context
  const record = context.recorder(TOPIC)
  everyRound(context, TOPIC, periodMs, (vpas) => {
    for (const vpa of vpas) update(vpa)
  })

  const update = (vpa: VerticalPodAutoscaler) => {
    const mode = updateModeOf(vpa)
    const recommendations = vpa.status?.recommendation?.containerRecommendations
    if (mode === 'Off' || mode === 'Initial' || !recommendations?.length) return
    const { targetRef } = vpa.spec
    const { namespace = 'default' } = vpa.metadata
    const target = client.getAny(targetRef.kind, targetRef.name, namespace)
    const selector = target && selectorOf(target)
    if (!selector) return
    const pods = client.list('Pod', { namespace, selector }).filter(isActive)
    for (const [owner, group] of byOwner(pods)) {
      const least = vpa.spec.updatePolicy?.minReplicas ?? MIN_REPLICAS
      if (group.length < least) continue
      const allowance = allowanceOf(context, owner, group)
      const due = group
        .map((pod) => ({ pod, urgency: urgencyOf(pod, recommendations) }))
        .filter(({ pod, urgency }) => isDue(pod, urgency, kernel.now))
        .sort((a, b) => byUrgency(a.urgency, b.urgency) || order(a.pod.metadata.name, b.pod.metadata.name))
      for (const { pod } of due) {
        const inPlace = mode === 'InPlaceOrRecreate' && !isStuck(pod, kernel.now)
        if (inPlace && isResizing(pod)) continue
        if (!allowance.takes(pod)) continue
        const done = inPlace
          ? resize(context, record, vpa, pod) || evict(context, record, vpa, pod)
          : evict(context, record, vpa, pod)
        if (done) allowance.take(pod)
      }
    }
  }
}

function byOwner(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>()
  for (const pod of pods) {
    const owner = controllerOf(pod)?.uid
    if (owner === undefined) continue
    const group = groups.get(owner)
    if (group) group.push(pod)
    else groups.set(owner, [pod])
  }
  return groups
}

/** How many pods of an owner may still go this round. Upstream: PodsEvictionRestriction. */
function allowanceOf({ client }: ComponentContext, _owner: string, group: readonly Pod[]) {
  const first = group[0]!
  const ref = controllerOf(first)!
  const found = client.getAny(ref.kind, ref.name, first.metadata.namespace) as Sized | undefined
  const configured = found?.spec?.replicas ?? group.length
  const tolerance = Math.floor(configured * TOLERANCE)
  const running = group.filter((pod) => pod.status?.phase !== 'Pending').length
  let gone = 0
  return {
    takes(pod: Pod): boolean {
      if (pod.status?.phase === 'Pending') return true
      if (running - gone > configured - tolerance) return true
      return running === configured && tolerance === 0 && gone === 0
    },
    take(pod: Pod): void {
      if (pod.status?.phase !== 'Pending') gone++
    },
  }
}

const isResizing = (pod: Pod) =>
  conditionOf(pod, 'PodResizePending')?.status === 'True' || conditionOf(pod, 'PodResizeInProgress')?.status === 'True'

/** Can the pod not be resized where it is, or not soon? */
function isStuck(pod: Pod, now: number): boolean {
  const pending = conditionOf(pod, 'PodResizePending')
  if (pending?.status !== 'True') return false
  if (pending.reason === 'Infeasible') return true
  return pending.lastTransitionTime !== undefined && now > virtualMs(pending.lastTransitionTime) + DEFERRED_MS
}

function evict({ client }: ComponentContext, record: Recorder, vpa: VerticalPodAutoscaler, pod: Pod): boolean {
  try {
    client.evict(pod)
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
  record(pod, 'EvictedByVPA', 'Pod was evicted by VPA Updater to apply resource recommendation.')
  const name = JSON.stringify(pod.metadata.name)
  record(vpa, 'EvictedPod', `VPA Updater evicted Pod ${name} to apply resource recommendation.`)
  return true
}

function resize({ client }: ComponentContext, record: Recorder, vpa: VerticalPodAutoscaler, pod: Pod): boolean {
  const { containers } = resizedContainers(vpa, pod.spec.containers)
  const body = { spec: { containers: containers.map(({ name, resources }) => ({ name, resources })) } }
  try {
    client.patch('Pod', pod, 'strategic', body, 'resize')
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
  record(pod, 'InPlaceResizedByVPA', 'Pod was resized in place by VPA Updater.')
  return true
}
