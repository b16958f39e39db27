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
  [/^Preempted by (?:pod )?\S+ on node /, 'Preempted by another pod on node '],
  [/^(Saw completed job: \S+), condition: /, '$1, status: '],
  // Autoscalers tell which container lacks a request, and once more what could not be got.
  [/(missing request for \S+) in container \S+ of Pod \S+/, '$1'],
  [/(first error is: )failed to get \S+ (?:resource|container) metric value: /, '$1'],
  [/did not receive metrics for targeted pods \(pods might be unready\)/, 'did not receive metrics for any ready pods'],
]

/** A quota tells which containers do not say what it counts: `must specify limits.cpu for: a,b; limits.memory for: a`. */
const withoutContainers = (message: string): string =>
  message.replace(/must specify (\S+ for: .+)$/, (_, list: string) => {
    const names = [...list.matchAll(/(\S+) for: /g)].map(([, name]) => name)
    return `must specify ${names.join(',')}`
  })

/** A message in 1.20's words. */
export const oldMessage = (message: string): string =>
  withoutContainers(messages.reduce((text, [now, then]) => text.replace(now, then), message))

/**
 * What 1.20 said besides, and a current version leaves out: inter-pod affinity gave two reasons for one refusal; a preempted pod was told
 * the name of who takes its place, not the uid.
 */
export const withoutEcho = (message: string): string =>
  message
    .replace(
      /, \d+ node\(s\) didn't match pod affinity\/anti-affinity|\d+ node\(s\) didn't match pod affinity\/anti-affinity, /g,
      '',
    )
    .replace(/^Preempted by \S+ on node /, 'Preempted by another pod on node ')

const components: Readonly<Record<string, string>> = { 'taint-eviction-controller': 'taint-controller' }

/** The component of an event by its old name. */
export const oldComponent = (name: string): string => components[name] ?? name

const lines: [RegExp, string][] = [
  // kubectl 1.34 names the namespace of what it deleted.
  [/^(\S+ "[^"]*" (?:force )?deleted) from \S+ namespace$/, '$1'],
  [/^(node\/\S+) drained$/, '$1 evicted'],
  [/^Warning: (ignoring|deleting) /, 'WARNING: $1 '],
  [
    /; deleting Pods that declare no controller: /,
    '; deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet: ',
  ],
  [
    /^WARNING: deleting Pods that declare no controller: /,
    'WARNING: deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet: ',
  ],
  [/^Warning: Immediate deletion /, 'warning: Immediate deletion '],
  // A drain that fails goes on with the next node now.
  [/^(error: unable to drain node "[^"]*") due to error: .*, continuing command\.\.\.$/, '$1, aborting command...'],
  [
    /cannot delete Pods that declare no controller /,
    'cannot delete Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet ',
  ],
  [/^(\S+) unlabeled$/, '$1 labeled'],
  // Flags that are old now were not then.
  [/^Flag --\S+ has been deprecated, .*$/, ''],
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

/** Reasons of Events that 1.20 did not write: a CronJob that may not start tells so, and a Job that is suspended. */
export const newlyTold: ReadonlySet<string> = new Set(['JobAlreadyActive', 'Suspended', 'Resumed', 'UnmanagedPods'])

/**
 * Do the steps take pods away from their owners? A Job counts one that went as failed, since it holds on to its pods until it has counted
 * them; 1.20 saw only those that were still there.
 */
export const takesPodsAway = (steps: readonly Step[]): boolean =>
  steps.some(
    ({ op, kind, args }) =>
      op === 'deletePods' || op === 'evict' || op === 'stopNode' || kind === 'Pod' || kind === 'Node' || args?.[0] === 'drain',
  )

/**
 * How long nothing must have happened, in seconds, before a stage of these steps is at rest, where the recorder waited for `quiet`: a Job
 * that lost a pod counts it as failed, so that the next one comes after its back-off of 10 s; 1.20 made it at once.
 */
export const quietNow = (steps: readonly Step[], quiet: number): number =>
  takesPodsAway(steps) && steps.some(({ objects }) => objects?.some(({ kind }) => kind === 'Job')) ? Math.max(quiet, 12) : quiet

/** Where a Job tells how many of its pods failed. */
export const isFailedCount = (place: string): boolean => /\/jobs\/[^/]+\/\d+\/status\/failed$/.test(place)

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
