import { CowMap, type SavedMap } from '../../../../src/kernel/cowMap'
import { claimNamesOf, type PersistentVolumeClaim } from '../../../../src/kube/kinds/persistentvolumeclaim/api'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { Node } from '../../../../src/kube/kinds/node/api'
import type { PodRecord } from '../../../../src/kube/kubelet/shared'
import { bytes, milli } from '../../../../src/api/quantity'
import { isFinished } from '../../../../src/kube/workload/pods'
import { one, titleOf } from '../read'
import type { World } from '../../../../src/world/world'
import type { Rule } from '../watch'

/** Virtual ms that a kubelet may take to hear that a pod is not its any more. */
const HEARD_MS = 3_000

const sum = (pod: Pod, read: (requests: Readonly<Record<string, string>>) => number) =>
  pod.spec.containers.reduce((total, { resources }) => total + read(resources?.requests ?? {}), 0)

/** A pod is on one node for ever, and nodes are never asked for more than they have. */
export const placing: Rule = ({ world, actorOf, broken }) => {
  const placed = new Map<string, string>()
  return {
    written(change) {
      if (change.object.kind !== 'Pod' || change.type === 'DELETED') return
      const pod = change.object as Pod
      const { nodeName } = pod.spec
      if (!nodeName) return
      const before = placed.get(pod.metadata.uid)
      if (before && before !== nodeName) broken(`${titleOf(pod)} went from ${before} to ${nodeName}`)
      placed.set(pod.metadata.uid, nodeName)
      if ((change.old as Pod | undefined)?.spec.nodeName || actorOf(change) !== 'scheduler') return
      const room = (world.cluster.store.get('Node', nodeName) as Node | undefined)?.status?.allocatable
      if (!room) return
      const there = (world.cluster.store.podsOn(nodeName) as readonly Pod[]).filter((each) => !isFinished(each))
      const cpu = there.reduce((total, each) => total + sum(each, (requests) => milli(requests['cpu'] ?? '0')), 0)
      const memory = there.reduce((total, each) => total + sum(each, (requests) => bytes(requests['memory'] ?? '0')), 0)
      if (cpu > milli(room['cpu']!) || memory > bytes(room['memory']!))
        broken(`${nodeName} is asked for too much by ${titleOf(pod)}`)
    },
  }
}

/** What the kubelets run. */
function recordsOf(save: ReadonlyMap<string, unknown>): readonly PodRecord[] {
  const records = new CowMap<string, PodRecord>()
  records.load((save.get('kubelet') as readonly [SavedMap<string, PodRecord>])[0])
  return [...records.values()]
}

/** No two nodes that can be reached run a pod of the same name, and none runs what is deleted. */
export const running: Rule = ({ world, broken }) => {
  const doubtful = new Map<string, number>()
  return {
    look() {
      const seen = new Set<string>()
      const byName = new Map<string, PodRecord>()
      const byDisk = new Map<string, PodRecord>()
      const facts = new Map<string, boolean>()
      const doubt = (what: string) => {
        seen.add(what)
        const since = doubtful.get(what) ?? world.now
        doubtful.set(what, since)
        if (world.now - since > HEARD_MS) broken(`${what}, since ${since / 1000} s`)
      }
      const parts = world.kernel.save().parts
      const machines = new CowMap<string, { readonly powered: boolean; readonly connected: boolean }>()
      machines.load(parts.get('machines') as SavedMap<string, { readonly powered: boolean; readonly connected: boolean }>)
      for (const [name, { powered, connected }] of machines.entries()) facts.set(name, powered && connected)
      const answers = world.cluster.store.get('Node', 'node-1') !== undefined && isApiUp(world)
      for (const record of recordsOf(parts)) {
        if (!facts.get(record.node) || !answers || record.deleting || isFinished(record.pod)) continue
        const other = byName.get(record.key)
        if (other) doubt(`${record.key} runs on ${other.node} and on ${record.node}`)
        byName.set(record.key, record)
        for (const claim of disksOf(world, record)) {
          const there = byDisk.get(claim)
          if (there && there.node !== record.node) doubt(`${claim} is used on ${there.node} and on ${record.node}`)
          byDisk.set(claim, record)
        }
        if (world.cluster.store.get('Pod', record.key)?.metadata.uid !== record.uid)
          doubt(`${record.node} runs ${record.key} (${record.uid}), which is deleted`)
      }
      for (const what of doubtful.keys()) if (!seen.has(what)) doubtful.delete(what)
    },
  }
}

/** The claims of one node that a pod uses; it has an address once its volumes are there. */
function disksOf(world: World, { pod, ip }: PodRecord): string[] {
  if (!ip) return []
  const { namespace } = pod.metadata
  return claimNamesOf(pod)
    .map((name) => `${namespace}/${name}`)
    .filter((key) => {
      const claim = one<PersistentVolumeClaim>(world, 'PersistentVolumeClaim', key)
      return claim?.spec.accessModes?.every((mode) => mode === 'ReadWriteOnce')
    })
}

/** Are the parts that kubelets hear from at work? */
function isApiUp({ log }: { readonly log: readonly { readonly command: object }[] }): boolean {
  const down = new Set<unknown>()
  for (const { command } of log) {
    const { type, part } = command as { type: string; part?: unknown }
    if (type === 'stop') down.add(part)
    if (type === 'start') down.delete(part)
  }
  return !down.has('apiserver') && !down.has('etcd')
}
