import { isReady } from '../../workload/pods'
import type { Node } from '../node/api'
import type { Pod } from '../pod/api'
import type { DaemonSet } from './api'
import type { Fit } from './fits'
import { isAvailable, isUpdated, type PodsByNode } from './pods'

/** What is to be done: nodes that get a pod, and pods that go. */
export interface Plan {
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
}

/** How failed pods are met: false while their node is in back-off, so that a pod refused again and again does not make the loop spin. */
export interface FailedPods {
  /** A pod failed: may it be deleted now? */
  mayGo(pod: Pod, node: string): boolean
  /** A pod ended well although it never should. */
  ended(pod: Pod, node: string): void
}

export interface Scene {
  readonly set: DaemonSet
  readonly nodes: readonly Node[]
  readonly fits: ReadonlyMap<string, Fit>
  readonly byNode: PodsByNode
  /** The value of the revision label of up-to-date pods. */
  readonly hash: string
  /** Virtual ms. */
  readonly now: number
}

/** Can nodes have an old pod and a new one while it rolls? Upstream: AllowsSurge. */
export function allowsSurge({ spec: { updateStrategy } }: DaemonSet): boolean {
  const surge = updateStrategy.type === 'RollingUpdate' ? (updateStrategy.rollingUpdate?.maxSurge ?? 0) : 0
  return typeof surge === 'number' ? surge > 0 : parseInt(surge, 10) > 0
}

/** One pod on every node that fits, none elsewhere. Upstream: manage. */
export function managed(scene: Scene, failed: FailedPods): Plan {
  const create: string[] = []
  const remove: Pod[] = []
  for (const { metadata } of scene.nodes) onNode(scene, metadata.name, failed, create, remove)
  // A pod for a node that is gone can never be bound, and nobody else would take it away.
  for (const [node, pods] of scene.byNode) {
    if (!scene.fits.has(node)) remove.push(...pods.filter(({ spec, metadata }) => !spec.nodeName && !metadata.deletionTimestamp))
  }
  return { create, remove }
}

/** Upstream: podsShouldBeOnNode. */
function onNode(scene: Scene, node: string, failed: FailedPods, create: string[], remove: Pod[]): void {
  const { shouldRun, shouldContinueRunning } = scene.fits.get(node)!
  const pods = scene.byNode.get(node)
  if (!pods) {
    if (shouldRun) create.push(node)
    return
  }
  const staying = pods.filter(({ metadata }) => !metadata.deletionTimestamp)
  if (!shouldContinueRunning) return void remove.push(...staying)
  const running: Pod[] = []
  for (const pod of staying) {
    const phase = pod.status?.phase
    if (phase === 'Failed') {
      if (failed.mayGo(pod, node)) remove.push(pod)
    } else if (phase === 'Succeeded') {
      failed.ended(pod, node)
      remove.push(pod)
    } else running.push(pod)
  }
  if (!allowsSurge(scene.set)) remove.push(...running.slice(1))
  else if (running.length === 0) {
    if (shouldRun) create.push(node)
  } else if (running.length > 1) surplus(scene, running, remove)
}

/** Of those running, the oldest new and the oldest old one may stay, until the new one serves or the old one does not. */
function surplus({ set, hash, now }: Scene, running: readonly Pod[], remove: Pod[]): void {
  const young = running.find((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash)
  const old = running.find((pod) => pod.metadata.labels?.['controller-revision-hash'] !== hash)
  remove.push(...running.filter((pod) => pod !== young && pod !== old))
  if (young && old && (!isReady(old) || isAvailable(set, young, now))) remove.push(old)
}

/** The pods of a node that stay, new and old; undefined when there are several of one sort, which `managed` clears up first. */
export function pairOf(set: DaemonSet, pods: readonly Pod[], hash: string): { young?: Pod; old?: Pod } | undefined {
  let young: Pod | undefined
  let old: Pod | undefined
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp) continue
    if (isUpdated(set, pod, hash)) {
      if (young) return undefined
      young = pod
    } else {
      if (old) return undefined
      old = pod
    }
  }
  return { ...(young && { young }), ...(old && { old }) }
}
