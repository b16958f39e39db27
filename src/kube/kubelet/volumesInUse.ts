import { same } from '../../api/freeze'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { containerKey, containerNames, type PodRecord, type Shared } from './shared'

/** Which volumes the nodes use, as they say in their status; upstream: GetVolumesInUse of the volume manager. */
export interface VolumesInUse {
  /** Sorted names; the same list as long as nothing changes. */
  of(node: string): readonly string[]
  /** The volumes of a pod of the node became known, or a pod that has some is stopped or gone. */
  changed(node: string): void
}

const none: readonly string[] = []

/** A volume is in use from the moment its pod is known to want it until the pod's last container has ended. */
export function createVolumesInUse(shared: Shared): VolumesInUse {
  const { kernel, records, onNode } = shared
  const lists = new CowMap<string, readonly string[]>()
  kernel.part<SavedMap<string, readonly string[]>>('kubelet.volumesInUse', {
    save: () => lists.save(),
    load: (saved) => lists.load(saved),
  })

  const holds = ({ uid, pod, attachables }: PodRecord): boolean => {
    if (attachables.length === 0) return false
    const state = shared.workers.host.state(uid)
    if (state !== 'succeeded' && state !== 'failed') return state !== 'gone'
    return !containerNames(pod).every((name) => shared.containers.isOver(containerKey(uid, name)))
  }

  return {
    of: (node) => lists.get(node) ?? none,
    changed(node) {
      const held = (onNode.get(node) ?? []).map((uid) => records.get(uid)!).filter(holds)
      const names = [...new Set(held.flatMap(({ attachables }) => attachables))].sort()
      if (same(names, lists.get(node) ?? none)) return
      if (names.length) lists.set(node, names)
      else lists.delete(node)
    },
  }
}
