import type { BlockedView, RefusalView } from '../../world/frame'
import { ownerOf, step, told, type Seen, type Step } from './seen'

/** What rules keep from happening or make happen: refused requests, policies, pods that make room. */
export function ruleSteps(before: Seen, after: Seen): Step[] {
  return [...refusalSteps(before, after), ...blockedSteps(before, after), ...roomSteps(before, after)]
}

function refusalSteps(before: Seen, after: Seen): Step[] {
  if (before.furniture === after.furniture) return []
  const [latest] = after.furniture.refusals
  const [known] = before.furniture.refusals
  if (!latest || (known && known.at >= latest.at)) return []
  return [refusalStep(latest)]
}

/** Who was turned down, by what. */
export function refusalStep({ user, verb, kind, name, by }: RefusalView): Step {
  const values = { user, verb, kind, name, by }
  if (by === 'RBAC') return step(92, null, told('refused.rbac', values), told('refused.rbacWhy'))
  if (by === 'ResourceQuota') return step(90, null, told('refused.quota', values), told('refused.quotaWhy'))
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

/** Which policy keeps whom from whom. */
export function blockedStep(seen: Seen, { from, to, policies, port }: BlockedView): Step {
  const nameOf = (uid: string): string => {
    const pod = seen.pods.get(uid)
    return pod ? (ownerOf(seen, pod)?.name ?? pod.short) : uid
  }
  const values = { from: nameOf(from), to: nameOf(to), policy: policies[0] ?? '', port }
  const key = from === 'users' ? 'blocked.users' : 'blocked.pods'
  return step(80, to, told(key, values), told('blocked.why', values))
}

/** Less important pods have to go for a more important one. */
function roomSteps(before: Seen, after: Seen): Step[] {
  const now = after.plane?.scheduler
  const was = before.plane?.scheduler
  if (!now?.preemption || now.preemption.victims.length === 0 || (was?.pod === now.pod && was.preemption)) return []
  const pod = after.pods.get(now.pod)
  if (!pod) return []
  const { node, victims } = now.preemption
  const app = ownerOf(after, pod)?.name ?? pod.short
  return [step(88, pod.uid, told('preempts', { app, n: victims.length, node }), told('preemptsWhy', { node }))]
}
