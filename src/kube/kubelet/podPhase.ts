import type { Container, ContainerStatus, PodPhase, PodSpec } from '../kinds/pod/api'

/** Is it a sidecar: an init container that is kept running? */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/**
 * The phase that follows from the containers' states. `terminal`: the pod is being stopped for good.
 * Upstream: pkg/kubelet/kubelet_pods.go getPhase.
 */
export function podPhase(spec: PodSpec, statuses: readonly ContainerStatus[], terminal = false): PodPhase {
  const { initContainers = [], containers = [], restartPolicy = 'Always' } = spec
  let pendingInit = 0
  let pendingSidecars = 0
  let failedInit = 0
  let unknown = 0
  let running = 0
  let waiting = 0
  let stopped = 0
  let succeeded = 0
  for (const container of initContainers) {
    const status = find(statuses, container.name)
    const { state, lastState } = status ?? {}
    if (isSidecar(container)) {
      if (!status) unknown++
      else if (state?.running) {
        if (!status.started) pendingSidecars++
        running++
      } else if (!state?.terminated && !(state?.waiting && lastState?.terminated)) pendingSidecars++
    } else if (state?.terminated) {
      if (state.terminated.exitCode !== 0) failedInit++
    } else if (state?.waiting && lastState?.terminated) {
      if (lastState.terminated.exitCode !== 0) failedInit++
    } else pendingInit++
  }
  for (const container of containers) {
    const { state, lastState } = find(statuses, container.name) ?? {}
    if (state?.running) running++
    else if (state?.terminated) {
      stopped++
      if (state.terminated.exitCode === 0) succeeded++
    } else if (state?.waiting) {
      if (lastState?.terminated) stopped++
      else waiting++
    } else unknown++
  }
  if (failedInit > 0 && restartPolicy === 'Never') return 'Failed'
  // A sidecar that starts anew does not undo that the pod was initialized.
  if (pendingInit > 0 || (pendingSidecars > 0 && !hasBegun(spec, statuses)) || waiting > 0) return 'Pending'
  if (running > 0 && unknown === 0) return 'Running'
  if (running > 0 || stopped === 0 || unknown > 0) return 'Pending'
  if (terminal) return stopped === succeeded ? 'Succeeded' : 'Failed'
  if (restartPolicy === 'Always') return 'Running'
  if (stopped === succeeded) return 'Succeeded'
  return restartPolicy === 'Never' ? 'Failed' : 'Running'
}

/** Has any main container run? */
export const hasBegun = ({ containers }: Partial<Pick<PodSpec, 'containers'>>, statuses: readonly ContainerStatus[]): boolean =>
  (containers ?? []).some(({ name }) => {
    const { state, lastState } = find(statuses, name) ?? {}
    return Boolean(state?.running ?? state?.terminated ?? lastState?.terminated)
  })

export const find = (statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined =>
  statuses.find((status) => status.name === name)
