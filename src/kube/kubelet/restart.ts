import type { RestartPolicy } from '../kinds/pod/api'

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
