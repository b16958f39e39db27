import type { ContainerView, DriftView, Phrase, PodView } from '../../world/frame'
import { busyLine, failsToPull, isRefused } from './busy'
import { imageLine, imageOf, placedWhy, waitingWhy } from './podWhy'
import { nextTry } from './workloads'
import {
  driftOf,
  isCut,
  isWork,
  lacking,
  oldOnes,
  podsOf,
  ownerOf,
  secondsOf,
  servedBy,
  step,
  told,
  type Seen,
  type Step,
} from './seen'

/** What can happen to a pod, and how telling each is. */
const weights = {
  made: 42,
  placed: 46,
  waits: 77,
  pulling: 48,
  pullFailed: 87,
  starting: 36,
  started: 40,
  ready: 62,
  works: 55,
  notReady: 75,
  crashed: 84,
  backOff: 81,
  killed: 86,
  restarted: 66,
  failed: 79,
  evicted: 79,
  ending: 68,
  done: 58,
  unknown: 71,
  gone: 30,
} as const

type Happening = keyof typeof weights

/** What happened to the pods: those of one workload to which the same happened are told together. */
export function podSteps(before: Seen, after: Seen): Step[] {
  const groups = new Map<string, { readonly what: Happening; readonly root: string; readonly pods: PodView[] }>()
  const note = (what: Happening, pod: PodView, seen: Seen): void => {
    const root = ownerOf(seen, pod)?.uid ?? ''
    const id = root ? `${what} ${root}` : `${what} ${pod.uid}`
    const group = groups.get(id)
    if (group) group.pods.push(pod)
    else groups.set(id, { what, root, pods: [pod] })
  }
  if (before.pods !== after.pods) {
    for (const pod of after.pods.values()) {
      const was = before.pods.get(pod.uid)
      if (was === pod) continue
      const what = happeningOf(was, pod)
      if (what) note(what === 'ready' && isWork(ownerOf(after, pod)?.kind ?? '') ? 'works' : what, pod, after)
    }
    for (const pod of before.pods.values()) if (!after.pods.has(pod.uid)) note('gone', pod, before)
  }
  for (const pod of newlyRefused(before, after)) note('waits', pod, after)
  return [...groups.values()].map(({ what, root, pods }) => stepOf(what, root, pods, what === 'gone' ? before : after, after))
}

/** A pod that the scheduler found no node for, unless that was so before. */
function newlyRefused(before: Seen, after: Seen): PodView[] {
  const pod = after.plane && after.pods.get(after.plane.scheduler.pod)
  if (!pod || pod.state !== 'pending' || pod.nominated || !isRefused(after, pod)) return []
  const was = before.pods.get(pod.uid)
  return was && isRefused(before, was) ? [] : [pod]
}

const killedBy = ({ reason }: ContainerView): boolean => reason === 'OOMKilled'

function happeningOf(was: PodView | undefined, is: PodView): Happening | null {
  if (was?.state === is.state) {
    if (is.state === 'crash' && is.status !== was.status) return troubleOf(is)
    if (is.restarts > was.restarts && is.state !== 'crash') return 'restarted'
    return is.state === 'creating' && is.span && !was.span ? 'pulling' : null
  }
  switch (is.state) {
    case 'pending':
      return 'made'
    case 'creating':
      if (is.span) return 'pulling'
      return was?.node === is.node ? (was.state === 'crash' ? 'restarted' : 'starting') : 'placed'
    case 'notready':
      if (was?.state === 'ready') return 'notReady'
      return was && (was.state === 'crash' || is.restarts > was.restarts) ? 'restarted' : 'started'
    case 'ready':
      return 'ready'
    case 'crash':
      return troubleOf(is)
    case 'failed':
      return is.status === 'Evicted' ? 'evicted' : 'failed'
    case 'term':
      return 'ending'
    case 'done':
      return 'done'
    case 'unknown':
      return 'unknown'
    default:
      return null
  }
}

function troubleOf(pod: PodView): Happening {
  if (failsToPull(pod)) return 'pullFailed'
  if (pod.containers.some(killedBy)) return 'killed'
  return pod.status.endsWith('BackOff') ? 'backOff' : 'crashed'
}

function stepOf(what: Happening, root: string, pods: readonly PodView[], seen: Seen, after: Seen): Step {
  const [pod] = pods as [PodView]
  const workload = driftOf(after, root)
  // Without a scheduler waiting is all there is to tell.
  const weight = what === 'made' && after.plane?.scheduler.up === false ? 70 : weights[what]
  const app = ownerOf(seen, pod)?.name ?? ''
  const body = bodyOf(what, pod, pods, after, workload)
  if (pods.length > 1) return step(weight + 1, root || null, told(`pods.${what}`, { n: pods.length, app }), body)
  const status = pod.status || 'Pending'
  const values = { pod: pod.short, status, code: pod.exitCode ?? 0, node: pod.node, n: pod.restarts, ...(app && { app }) }
  return step(weight, pod.uid, told(app ? `pod.${what}` : `pod.${what}.alone`, values), body)
}

/** Why it happened, or what comes of it. */
function bodyOf(
  what: Happening,
  pod: PodView,
  pods: readonly PodView[],
  seen: Seen,
  workload: DriftView | undefined,
): Phrase | null {
  const s = Math.max(0, Math.min(...pods.map((one) => secondsOf(one, seen.now))))
  switch (what) {
    case 'made':
      return seen.plane?.scheduler.up === false ? told('why.noScheduler') : told('why.made')
    case 'placed':
      return pods.length > 1 ? told('why.kubelets') : placedWhy(seen, pod)
    case 'waits':
      return waitingWhy(seen, pod)
    case 'pulling':
      return pods.length > 1 ? told('why.pullingMany', { image: imageOf(pod) }) : imageLine(seen, pod)
    case 'pullFailed':
      return told('why.pullFailed', { image: imageOf(pod), s })
    case 'starting':
      return told('why.starting')
    case 'started':
      return hasProbe(pod, 'readiness') ? told('why.probed') : told('why.started')
    case 'ready':
      return readyWhy(seen, pod, workload)
    case 'works':
      return null
    case 'notReady':
      return told('why.notReady')
    case 'crashed':
    case 'killed':
    case 'backOff':
      return pod.span ? told('why.backOff', { s, n: pod.restarts }) : told('why.crashed')
    case 'restarted':
      return told('why.restarted')
    case 'failed':
    case 'evicted':
      return failedWhy(seen, workload)
    case 'ending':
      return endingWhy(seen, pod, workload)
    case 'done':
      return workload && counted(seen, workload, 'done') ? told('why.done', { have: workload.have, want: workload.want }) : null
    case 'unknown':
      return (workload && replacing(seen, workload)) || told('why.unknown')
    case 'gone':
      return workload ? busyLine(seen, workload) : null
  }
}

const hasProbe = ({ containers }: PodView, type: string): boolean =>
  containers.some(({ probes }) => probes.some((probe) => probe.type === type))

function readyWhy(seen: Seen, pod: PodView, workload: DriftView | undefined): Phrase | null {
  const service = servedBy(seen, pod.uid)
  if (service) return told('why.served', { service: service.name, n: service.endpoints.length })
  if (!workload) return null
  if (counted(seen, workload, 'ready')) return told('why.ready', { have: workload.have, want: workload.want })
  return told(seen.plane?.controllerManager.up === false ? 'why.uncounted' : 'why.counted')
}

/** Does the status of a workload know of all its pods in a state already? */
const counted = (seen: Seen, { uid, have }: DriftView, state: PodView['state']): boolean =>
  podsOf(seen, uid).filter((pod) => pod.state === state).length === have

function failedWhy(seen: Seen, workload: DriftView | undefined): Phrase | null {
  if (!workload) return told('why.failedAlone')
  const s = nextTry(seen, workload.uid)
  if (s >= 0) return told('why.nextTry', { s })
  return replacing(seen, workload)
}

/** The controller sees what is missing and makes it, if it can. */
function replacing(seen: Seen, workload: DriftView): Phrase | null {
  const n = lacking(seen, workload)
  if (n === 0) return null
  return seen.plane?.controllerManager.up === false || isCut(seen) ? told('why.unmade', { n }) : told('why.replaced', { n })
}

function endingWhy(seen: Seen, pod: PodView, workload: DriftView | undefined): Phrase | null {
  const s = Math.max(0, secondsOf(pod, seen.now))
  const next = workload && !pod.old && oldOnes(seen, workload) === 0 && replacing(seen, workload)
  return next || told(`why.grace${pod.old ? 'Old' : ''}${s > 0 ? '' : 'None'}`, s > 0 ? { s } : {})
}
