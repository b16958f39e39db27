import type { Step } from './scenario'

/** What a current version says or does otherwise than 1.20, where the scenarios were recorded. Facts of release notes, put back into old words. */

const messages: [RegExp, string][] = [
  // Scheduler messages got a tail about preemption, and other words for two refusals.
  [/ (no new claims to deallocate, )?preemption: .*$/, ''],
  [/ no new claims to deallocate,?$/, ''],
  [/didn't match Pod's node affinity\/selector/g, "didn't match Pod's node affinity"],
  [/didn't satisfy plugin\(s\) \[NodeAffinity\]/g, "didn't match Pod's node affinity"],
  [/node\(s\) had untolerated taint \{([^}]*)\}/g, "node(s) had taint {$1}, that the pod didn't tolerate"],
  // What is wrong with a pod's claims is said once, not once for each node.
  [/^(0\/(\d+) nodes are available:) (pod has unbound immediate|persistentvolumeclaim ")/, '$1 $2 $3'],
  // Deployments tell from where they scale.
  [/^(Scaled (?:up|down) replica set \S+) from \d+ to (\d+)$/, '$1 to $2'],
  [/^(Scaled (?:up|down) replica set \S+) to (\d+) from \d+$/, '$1 to $2'],
]

/** A message in 1.20's words. */
export const oldMessage = (message: string): string => messages.reduce((text, [now, then]) => text.replace(now, then), message)

/** What 1.20 said besides, and a current version leaves out: inter-pod affinity gave two reasons for one refusal. */
export const withoutEcho = (message: string): string =>
  message.replace(
    /, \d+ node\(s\) didn't match pod affinity\/anti-affinity|\d+ node\(s\) didn't match pod affinity\/anti-affinity, /g,
    '',
  )

const components: Readonly<Record<string, string>> = { 'taint-eviction-controller': 'taint-controller' }

/** The component of an event by its old name. */
export const oldComponent = (name: string): string => components[name] ?? name

const lines: [RegExp, string][] = [
  // kubectl 1.34 names the namespace of what it deleted.
  [/^(\S+ "[^"]*" (?:force )?deleted) from \S+ namespace$/, '$1'],
  [/^(node\/\S+) drained$/, '$1 evicted'],
  [/^Warning: (ignoring|deleting) /, 'WARNING: $1 '],
]

/** A line of kubectl in 1.20's words. */
export const oldLine = (line: string): string => lines.reduce((text, [now, then]) => text.replace(now, then), line)

/** Conditions that pods did not have yet. */
export const newConditions: ReadonlySet<string> = new Set(['PodReadyToStartContainers', 'DisruptionTarget'])

/** States of the recorder's kubelet, which knew fewer of them. */
export function oldState(state: string): string {
  return state === 'waiting/ErrImagePull' ? 'waiting/ImagePullBackOff' : state
}

/** Since 1.26 a failed pod's Ready says PodFailed. */
export const oldCondition = (condition: string): string => condition.replace(/^False\/PodFailed$/, 'False/ContainersNotReady')

/** Reasons of Events that controllers no longer write: that a StatefulSet replaces a failed pod. */
export const untold: ReadonlySet<string> = new Set(['RecreatingFailedPod'])

/** Races of the recorder's cluster that a scheduler may win or lose. */
export const isRace = (message: string): boolean => message.startsWith('skip schedule deleting pod: ')

/**
 * Places that a scheduler of today decides otherwise: since 1.22 a preferred node affinity weighs twice as much, more than the spreading
 * of pods over nodes.
 */
export const newWeights = (steps: readonly Step[]): string[] =>
  JSON.stringify(steps).includes('"nodeAffinity":{"preferredDuringScheduling')
    ? ['final/podsPerNode', 'final/podsPerZone', 'final/podsByNode']
    : []
