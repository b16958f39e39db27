import type { Facts } from './fact'
import {
  isFailedCount,
  isRace,
  newConditions,
  newlyTold,
  newWeights,
  oldComponent,
  oldCondition,
  oldLine,
  oldMessage,
  oldState,
  takesPodsAway,
  untold,
  withoutEcho,
} from './forgive'
import { agreed } from './podSequence'
import type { Observed, Scenario, StepResult } from './scenario'

/** What a scenario expected and did not get: a place, then both sides. */
export type Complaint = string

/** Fact groups and the kinds behind them. */
export const groupKinds: Readonly<Record<string, string>> = {
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  services: 'Service',
  endpointSlices: 'EndpointSlice',
  endpoints: 'Endpoints',
  configmaps: 'ConfigMap',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  controllerRevisions: 'ControllerRevision',
  jobs: 'Job',
  cronjobs: 'CronJob',
  hpas: 'HorizontalPodAutoscaler',
  pdbs: 'PodDisruptionBudget',
  quotas: 'ResourceQuota',
  pvcs: 'PersistentVolumeClaim',
  pvs: 'PersistentVolume',
  replicationcontrollers: 'ReplicationController',
}

/** Messages whose numbers depend on timing; their presence is judged by `rollouts`. */
const timed = new Set(['ScalingReplicaSet'])

/**
 * Compares what was seen with what was recorded, only where something was recorded, forgiving what a current version changes.
 * `serves` tells which kinds the cluster has: fact groups of others are not judged.
 */
export function judge({ expect, steps, varies = {} }: Scenario, got: Observed, serves: (kind: string) => boolean): Complaint[] {
  const complaints: Complaint[] = []
  const varying = [...Object.keys(varies), ...newWeights(steps)]
  const podsGo = takesPodsAway(steps)
  const complain = (place: string, expected: unknown, seen: unknown) => {
    if (podsGo && isFailedCount(place) && Number(seen) > Number(expected ?? 0)) return
    if (!varying.some((path) => path === place || place.startsWith(`${path}/`)))
      complaints.push(`${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(seen)}`)
  }
  expect.steps.forEach((step, i) => judgeStep(`steps/${i}`, step, got.steps[i] ?? null, complain))
  for (const [as, facts] of Object.entries(expect.snapshots))
    judgeFacts(`snapshots/${as}`, facts, got.snapshots[as] ?? {}, serves, complain)
  judgeFacts('final', expect.final, got.final, serves, complain)
  const events = got.events
    .filter((event) => !newlyTold.has(event[1]!) || expect.events.some(([, reason]) => reason === event[1]))
    .map(([type, reason, kind, component]) => [type!, reason!, kind!, oldComponent(component!)])
  judgeSet(
    'events',
    expect.events.filter(([, reason]) => !untold.has(reason!) && (reason !== 'FailedScheduling' || !onlyRaces(expect))),
    events,
    'exact',
    complain,
    varies['events'],
  )
  const seen = got.eventMessages.map(([reason, message]) => [reason!, oldMessage(message!)])
  const told = expect.eventMessages.filter(
    ([reason, message]) => !timed.has(reason!) && !untold.has(reason!) && !isRace(message!),
  )
  judgeSet(
    'eventMessages',
    told.map(([reason, message]) => [reason!, withoutEcho(message!)]),
    seen,
    'within',
    complain,
  )
  judgeSet('kubeletEvents', expect.kubeletEvents, got.kubeletEvents, 'within', complain)
  for (const [owner, { last, maxTotal }] of Object.entries(expect.rollouts ?? {})) {
    const rollout = got.rollouts?.[owner]
    if (JSON.stringify(rollout?.last) !== JSON.stringify(last)) complain(`rollouts/${owner}/last`, last, rollout?.last)
    if (rollout?.maxTotal !== maxTotal) complain(`rollouts/${owner}/maxTotal`, maxTotal, rollout?.maxTotal)
  }
  const order = agreed(expect.statefulPodSequences)
  const [seenOrder] = got.statefulPodSequences ?? []
  if (order && order.join() !== seenOrder?.join()) complain('statefulPodSequences', order, seenOrder)
  return complaints
}

type Complain = (place: string, expected: unknown, seen: unknown) => void

const onlyRaces = ({ eventMessages }: Observed) =>
  eventMessages.filter(([reason]) => reason === 'FailedScheduling').every(([, message]) => isRace(message!))

function judgeStep(place: string, expected: StepResult, got: StepResult, complain: Complain): void {
  const { stdout, stderr, ...rest } = expected ?? {}
  compare(place, rest, { ...got }, complain)
  const sorted = (lines: string[] = []) =>
    lines
      .map(oldLine)
      .filter((line) => line !== '')
      .sort()
  if (stdout) compare(`${place}/stdout`, stdout, sorted(got?.stdout), complain)
  if (stderr) compare(`${place}/stderr`, stderr, sorted(got?.stderr), complain)
}

function judgeSet(
  place: string,
  expected: string[][],
  got: string[][],
  how: 'exact' | 'within',
  complain: Complain,
  varying?: unknown,
): void {
  const texts = new Set(got.map((one) => JSON.stringify(one)))
  const wanted = new Set(expected.map((one) => JSON.stringify(one)))
  const maybe = new Set(Array.isArray(varying) ? varying.flat().map((one) => JSON.stringify(one)) : [])
  for (const text of wanted) if (!texts.has(text)) complain(`${place}[]`, JSON.parse(text), null)
  if (how === 'exact')
    for (const text of texts) if (!wanted.has(text) && !maybe.has(text)) complain(`${place}[]`, null, JSON.parse(text))
}

function judgeFacts(place: string, expected: Facts, got: Facts, serves: (kind: string) => boolean, complain: Complain): void {
  for (const group of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const kind = groupKinds[group]
    if (kind && !serves(kind)) continue
    const where = `${place}/${group}`
    if (group === 'pods') judgePods(where, expected[group] as PodFact[], (got[group] ?? []) as PodFact[], complain)
    else if (expected[group] === undefined) {
      if (kind) complain(where, undefined, got[group])
    } else if (isNamed(group)) compareNamed(where, expected[group] as Facts, (got[group] ?? {}) as Facts, complain)
    else compare(where, expected[group], got[group], complain)
  }
}

const isNamed = (group: string) => group === 'nodes' || (group in groupKinds && group !== 'replicasets')

/** The same names on both sides. */
function compareNamed(place: string, expected: Facts, got: Facts, complain: Complain): void {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    if (!(name in expected) || !(name in got)) complain(`${place}/${name}`, expected[name], got[name])
    else compare(`${place}/${name}`, expected[name], got[name], complain)
  }
}

interface PodFact {
  name?: string
  count: number
  conditions: Record<string, string>
  containers: { state?: string }[]
}

/** Groups of pods in any order. */
function judgePods(place: string, expected: PodFact[], got: PodFact[], complain: Complain): void {
  const left = got.map(asOld)
  const fits = (want: PodFact, pod: PodFact) => {
    let fits = true
    compare('', want, pod, () => (fits = false))
    return fits
  }
  const merged = left.reduce<PodFact[]>((groups, pod) => {
    const same = groups.find((one) => JSON.stringify({ ...one, count: 0 }) === JSON.stringify({ ...pod, count: 0 }))
    if (same) same.count += pod.count
    else groups.push(pod)
    return groups
  }, [])
  for (const want of expected) {
    const at = merged.findIndex((pod) => fits(want, pod))
    if (at >= 0) merged.splice(at, 1)
    else complain(`${place}[]`, want, merged)
  }
  const said = expected.some((want) => !got.map(asOld).some((pod) => fits(want, pod)))
  if (!said) for (const pod of merged) complain(`${place}[]`, null, pod)
}

const asOld = (pod: PodFact): PodFact => ({
  ...pod,
  conditions: Object.fromEntries(
    Object.entries(pod.conditions).flatMap(([type, value]) => (newConditions.has(type) ? [] : [[type, oldCondition(value)]])),
  ),
  containers: pod.containers.map((one) => ({ ...one, ...(one.state && { state: oldState(one.state) }) })),
})

/** Everything that is expected must be there; more may be. A missing number is 0. */
function compare(place: string, expected: unknown, got: unknown, complain: Complain): void {
  if (typeof expected !== 'object' || expected === null) {
    const forgiven = typeof expected === 'string' && typeof got === 'string' ? oldMessage(got) : got
    if (forgiven !== expected && !(expected === 0 && got === undefined)) complain(place, expected, got)
    return
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return complain(place, expected, got)
    expected.forEach((one, i) => compare(`${place}/${i}`, one, got[i], complain))
    return
  }
  if (typeof got !== 'object' || got === null) return complain(place, expected, got)
  for (const [key, value] of Object.entries(expected)) compare(`${place}/${key}`, value, (got as Facts)[key], complain)
  if (place.endsWith('/status') || place.endsWith('/conditions')) {
    for (const [key, value] of Object.entries(got))
      if (!(key in expected) && value !== 0) complain(`${place}/${key}`, undefined, value)
  }
}
