import type { DriftView, Phrase } from '../../world/frame'
import { busyLine, busyness, doingOf } from './busy'
import { drainLine } from './nodes'
import { partUid, stoppedPart } from './plane'
import { imageLine, imageOf, waitingWhy } from './podWhy'
import { emptyWhy } from './services'
import { unrest } from './unrest'
import { isWork, oldOnes, ownerOf, secondsOf, servedBy, step, told, type Seen, type Step } from './seen'
import { allLine, headOf, isGivenUp, isSettled, isStuck, nextTry } from './workloads'

/**
 * What there is to say of a standing moment: what is wanted, what is there, and what everybody is busy with. `focus` is the uid of the
 * workload, pod, node or Service to tell of; otherwise it is the one that differs most, and the others are counted.
 */
export function describe(seen: Seen, focus: string | null = null): Step {
  return (focus && describeFocus(seen, focus)) || describeAll(seen)
}

function describeAll(seen: Seen): Step {
  const part = stoppedPart(seen)
  if (part) return step(0, partUid(part), told(`part.${part}.down`), told(`part.${part}.downWhy`))
  const differing = seen.drift.filter((workload) => !isSettled(seen, workload))
  const worst = differing.reduce<DriftView | undefined>((a, b) => (a && gravity(seen, a) >= gravity(seen, b) ? a : b), undefined)
  if (worst) return workloadLine(seen, worst, differing.length - 1)
  const body = unrest(seen)
  const kept = seen.drift.filter(({ kind }) => !isWork(kind))
  const want = kept.reduce((sum, workload) => sum + workload.want, 0)
  if (want > 0) return step(0, kept.length === 1 ? kept[0]!.uid : null, told('all', { want }), body ?? told('nothing'))
  const [job] = seen.drift.filter(({ kind }) => isWork(kind))
  if (job) return step(0, job.uid, told('job.done', { name: job.name, n: job.want }), body ?? told('nothing'))
  const n = seen.pods.size
  if (n > 0) return step(0, null, told('podsOnly', { n }), body)
  return step(
    0,
    null,
    kept.length ? told('asked0', { name: kept[0]!.name }) : told('empty'),
    body ?? told(kept.length ? 'nothing' : 'emptyWhy'),
  )
}

/** How much a workload differs: trouble counts more than what is still on its way. */
function gravity(seen: Seen, workload: DriftView): number {
  if (isGivenUp(workload)) return -1
  const busy = busyness(seen, workload)
  const trouble = (busy.get('crashing') ?? 0) + (busy.get('pullFailed') ?? 0) + (busy.get('lost') ?? 0)
  return 1000 * Math.min(1, trouble) + Math.abs(workload.want - workload.have) + oldOnes(seen, workload)
}

function workloadLine(seen: Seen, workload: DriftView, others = 0): Step {
  const { uid } = workload
  return step(0, uid, headOf(seen, workload), workloadWhy(seen, workload, others))
}

function workloadWhy(seen: Seen, workload: DriftView, others: number): Phrase | null {
  const s = isWork(workload.kind) ? nextTry(seen, workload.uid) : -1
  if (s >= 0) return told('why.nextTry', { s })
  if (isGivenUp(workload)) return told('job.failedWhy', { have: workload.have, want: workload.want })
  if (isStuck(seen, workload.uid)) return told('rollout.stuckWhy', { have: workload.have, want: workload.want })
  return busyLine(seen, workload, others) ?? told('why.settling')
}

function describeFocus(seen: Seen, uid: string): Step | null {
  const workload = seen.drift.find((one) => one.uid === uid)
  if (workload)
    return isSettled(seen, workload) && !isWork(workload.kind)
      ? step(0, uid, allLine(seen, workload), told('nothing'))
      : workloadLine(seen, workload)
  const pod = seen.pods.get(uid)
  if (pod) return describePod(seen, uid)
  const node = seen.nodes.find((one) => one.uid === uid)
  if (node) {
    const n = [...seen.pods.values()].filter((one) => one.node === node.name).length
    const state = node.ready === 'True' ? 'Ready' : node.ready === 'False' ? 'NotReady' : 'Unknown'
    return step(
      0,
      uid,
      told('node.is', { node: node.name, state, n }),
      drainLine(node, seen.now) ?? (node.unschedulable ? told('node.cordonedWhy') : null),
    )
  }
  const service = seen.services.find((one) => one.uid === uid)
  return service ? step(0, uid, told('service.is', { name: service.name, n: service.endpoints.length }), emptyWhy(service)) : null
}

function describePod(seen: Seen, uid: string): Step {
  const pod = seen.pods.get(uid)!
  const app = ownerOf(seen, pod)?.name
  const s = Math.max(0, secondsOf(pod, seen.now))
  const head = told(app ? 'pod.is' : 'pod.is.alone', { pod: pod.short, status: pod.status || 'Pending', ...(app && { app }) })
  const body = (): Phrase | null => {
    switch (doingOf(seen, pod)) {
      case 'pulling':
        return imageLine(seen, pod)
      case 'pullFailed':
        return told('why.pullFailed', { image: imageOf(pod), s })
      case 'crashing':
        return pod.span ? told('why.backOff', { s, n: pod.restarts }) : told('why.crashed')
      case 'leaving':
        return s > 0 ? told('why.grace', { s }) : told('why.graceNone')
      case 'checking':
        return told('why.probed')
      case 'starting':
        return told('why.starting')
      case 'lost':
        return told('why.unknown', { node: pod.node })
      case null: {
        const service = pod.state === 'ready' ? servedBy(seen, uid) : undefined
        return service ? told('why.served', { service: service.name, n: service.endpoints.length }) : null
      }
      default:
        return waitingWhy(seen, pod)
    }
  }
  return step(0, uid, head, body())
}
