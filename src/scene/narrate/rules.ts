import type { BlockedView, RefusalView } from '../../world/frame'
import { isNewPod } from './busy'
import { ownerOf, step, told, type Seen, type Step } from './seen'

/** What rules keep from happening or make happen: refused requests, policies, pods that make room. */
export const ruleSteps = (before: Seen, after: Seen): Step[] => [
  ...refusalSteps(before, after),
  ...blockedSteps(before, after),
  ...roomSteps(before, after),
]

function refusalSteps(before: Seen, after: Seen): Step[] {
  if (before.furniture === after.furniture) return []
  const [latest] = after.furniture.refusals
  const [known] = before.furniture.refusals
  if (!latest || (known && known.at >= latest.at)) return []
  // What a budget keeps while a node is being drained is told of the node.
  if (latest.by === 'PodDisruptionBudget' && after.nodes.some(({ draining }) => draining)) return []
  return [refusalStep(latest)]
}

/** Who was turned down, by what. */
export function refusalStep({ user, verb, kind, name, by }: RefusalView): Step {
  if (isNewPod({ kind, name })) {
    const why = told(by === 'ResourceQuota' ? 'refused.quotaWhy' : 'refused.again')
    return step(84, null, told('refused.newPod', { name: name.slice(0, -1), by }), why)
  }
  const values = { user, verb, kind, name, by }
  if (by === 'RBAC') return step(92, null, told('refused.rbac', values), told('refused.rbacWhy'))
  if (by === 'ResourceQuota') return step(90, null, told('refused.quota', values), told('refused.quotaWhy'))
  if (by === 'PodDisruptionBudget') return step(89, null, told('refused.budget', values), told('refused.budgetWhy'))
  return step(89, null, told('refused.other', values), told('refused.otherWhy'))
}

/** A connection by its two ends. */
const pathOf = ({ from, to, port }: BlockedView): string => `${from} ${to} ${port}`

function blockedSteps(before: Seen, after: Seen): Step[] {
  const known = new Set(before.furniture.blocked.map(pathOf))
  const fresh = after.furniture.blocked.find((blocked) => !known.has(pathOf(blocked)))
  if (!fresh) {
    if (known.size && after.furniture.blocked.length === 0) return [step(61, null, told('blocked.over'))]
    return []
  }
  return [blockedStep(after, fresh)]
}

/** The first of the policies; the namespace that everybody is in goes without saying. */
export const policyOf = ([policy = '']: readonly string[]): string => policy.replace(/^default\//, '')

/** Which policy keeps whom from whom. */
export function blockedStep(seen: Seen, { from, to, policies, port }: BlockedView): Step {
  const nameOf = (uid: string): string => {
    const pod = seen.pods.get(uid)
    return pod ? (ownerOf(seen, pod)?.name ?? pod.short) : uid
  }
  const values = { from: nameOf(from), to: nameOf(to), policy: policyOf(policies), port }
  const key = from === 'users' ? 'blocked.users' : 'blocked.pods'
  return step(80, to, told(key, values), told('blocked.why', values))
}

/** Less important pods have to go for a more important one: a place is kept for it now. */
function roomSteps(before: Seen, after: Seen): Step[] {
  if (before.pods === after.pods) return []
  for (const pod of after.pods.values()) {
    const { uid, nominated: node } = pod
    if (!node || before.pods.get(uid)?.nominated === node) continue
    const app = ownerOf(after, pod)?.name ?? pod.short
    const scheduler = after.plane?.scheduler
    const n = scheduler?.pod === uid ? (scheduler.preemption?.victims.length ?? 0) : 0
    return [step(88, uid, n ? told('preempts', { app, n }) : told('preemptsSome', { app }), told('preemptsWhy', { node }))]
  }
  return []
}
