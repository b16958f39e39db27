import type { ContainerStatus, Pod } from '../pod/api'
import type { OnExitCodes, OnPodCondition, PodFailureAction, PodFailurePolicy } from './api'

/** What a Job makes of a failed pod. */
export interface FailureVerdict {
  /** Does it count towards the limit? */
  readonly counts: boolean
  readonly action?: PodFailureAction
  /** Why the whole Job fails, if it does. */
  readonly fatal?: string
}

const counted: FailureVerdict = Object.freeze({ counts: true })

/** The first rule that a failed pod matches decides; without one it counts. Rule: matchPodFailurePolicy. */
export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`
  for (const [i, { action, onExitCodes, onPodConditions }] of (policy?.rules ?? []).entries()) {
    if (action !== 'Ignore' && action !== 'FailIndex' && action !== 'Count' && action !== 'FailJob') continue
    const matching = `matching ${action} rule at index ${i}`
    let why: string | undefined
    if (onExitCodes) {
      const container = matchingContainer(onExitCodes, pod)
      const code = container?.state?.terminated?.exitCode
      if (container) why = `Container ${container.name} for pod ${name} failed with exit code ${code} ${matching}`
    } else {
      const condition = matchingCondition(onPodConditions ?? [], pod)
      if (condition) why = `Pod ${name} has condition ${condition} ${matching}`
    }
    if (why === undefined) continue
    return { counts: action !== 'Ignore', action, ...(action === 'FailJob' && { fatal: why }) }
  }
  return counted
}

/** Containers that ended well never match. */
function matchingContainer({ containerName, operator, values }: OnExitCodes, { status }: Pod): ContainerStatus | undefined {
  return [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find(({ name, state }) => {
    const code = state?.terminated?.exitCode
    if (!code || (containerName !== undefined && name !== containerName)) return false
    return operator === 'In' ? values.includes(code) : operator === 'NotIn' && !values.includes(code)
  })
}

const matchingCondition = (patterns: readonly OnPodCondition[], { status }: Pod): string | undefined =>
  status?.conditions?.find((condition) =>
    patterns.some((pattern) => pattern.type === condition.type && (pattern.status ?? 'True') === condition.status),
  )?.type
