import type { Container } from './containerTypes'
import type { RestartPolicy } from './types'

/**
 * Is an ended container run again? Its rules come first, then its own policy, then the pod's; init containers run until they succeed once.
 * Upstream: ContainerShouldRestart in pkg/api/v1/pod/util.go (KEP-5307).
 */
export function shouldRestart(policy: RestartPolicy = 'Always', container: Container, init: boolean, code: number): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    const listed = rule.exitCodes?.values?.includes(code) ?? false
    if (rule.exitCodes && listed === (rule.exitCodes.operator === 'In')) return true
  }
  if (container.restartPolicy === 'Always') return true
  const own = container.restartPolicy ?? policy
  if (init) return own !== 'Never' && code !== 0
  return own === 'Always' || (own === 'OnFailure' && code !== 0)
}
