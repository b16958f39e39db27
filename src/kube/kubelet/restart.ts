import type { Container, RestartPolicy } from '../kinds/pod/api'
import { isSidecar } from './podPhase'

/** Is an ended container run again? Container rules come first, then its own policy, then the pod's (KEP-5307). */
export function shouldRestart(policy: RestartPolicy = 'Always', container: Container, init: boolean, code: number): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    const listed = rule.exitCodes?.values?.includes(code) ?? false
    if (rule.exitCodes && listed === (rule.exitCodes.operator === 'In')) return true
  }
  const own = container.restartPolicy ?? policy
  if (isSidecar(container) && init) return true
  // Init containers run until they succeed once.
  if (init) return own !== 'Never' && code !== 0
  return own === 'Always' || (own === 'OnFailure' && code !== 0)
}

/** A container as the runtime remembers it. */
export interface ContainerRecord {
  readonly name: string
  readonly state: 'running' | 'exited' | 'unknown'
  readonly exitCode: number
}

/** Upstream: pkg/kubelet/container/helpers.go ShouldContainerBeRestarted; records newest first. */
export function shouldContainerBeRestarted(
  container: string,
  policy: RestartPolicy,
  podDeleting: boolean,
  records: readonly ContainerRecord[],
): boolean {
  if (podDeleting) return false
  const last = records.find((each) => each.name === container)
  if (!last) return true
  if (last.state === 'running') return false
  if (last.state === 'unknown') return true
  return policy === 'Always' || (policy === 'OnFailure' && last.exitCode !== 0)
}
