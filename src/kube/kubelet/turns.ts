import { isSidecar } from './podPhase'
import { containerKey, containerOf, type Shared } from './shared'

/**
 * The order in which a pod's containers are asked to end: sidecars after the containers proper, the last one of them first, so that what
 * they serve can use them to the end. Upstream: pkg/kubelet/kuberuntime/kuberuntime_termination_order.go.
 */
export interface Turns {
  isItsTurn(id: string): boolean
  /** A container is over: has the sidecars end that waited for it. */
  give(id: string): void
}

const ENDING = new Set(['terminating', 'succeeded', 'failed'])

export function createTurns(shared: Shared): Turns {
  const isDone = (id: string) => shared.containers.isOver(id) || shared.containers.host.state(id) === 'waiting'

  const isItsTurn = (id: string): boolean => {
    const { record, container, init } = containerOf(shared, id)!
    const { uid, pod } = record
    if (!init || !isSidecar(container) || !ENDING.has(shared.workers.host.state(uid) ?? '')) return true
    const inits = pod.spec.initContainers ?? []
    const later = inits.slice(inits.indexOf(container) + 1).filter(isSidecar)
    return [...pod.spec.containers, ...later].every(({ name }) => isDone(containerKey(uid, name)))
  }

  return {
    isItsTurn,
    give(id) {
      const { host } = shared.containers
      const record = shared.records.get(id.slice(0, id.indexOf('/')))
      for (const { name } of record?.pod.spec.initContainers ?? []) {
        const waiting = containerKey(record!.uid, name)
        if (host.state(waiting) !== 'beforeStop' || !host.context(waiting)!.hookOver || !isItsTurn(waiting)) continue
        host.send(waiting, { type: 'TURN', at: shared.kernel.now })
      }
    },
  }
}
