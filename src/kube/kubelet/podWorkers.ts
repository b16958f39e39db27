import { same } from '../../api/freeze'
import { hostMachine, type MachineHost } from '../../machine/host'
import type { Container, Pod } from '../kinds/pod/api'
import { podMachine } from './pod.machine'
import { isSidecar } from './podPhase'
import { containerKey, containerNames, type Ended, type PodAddresses, type PodRecord, type Shared } from './shared'
import { refusalOf } from './refusal'
import { attachablesOf, mountProblem } from './volumes'

const DEADLINE_TOPIC = 'kubelet.deadline'

/** Takes pods through their lives, one machine each. */
export interface PodWorkers {
  readonly host: MachineHost<typeof podMachine>
  /** The kubelet of the node saw this state of a pod. */
  seen(node: string, pod: Pod): void
  /** The pod's object is gone. */
  removed(uid: string, graceMs?: number): void
  /** A container changed: goes on with what follows from it. */
  advance(uid: string): void
  /** A volume came: one that waits for its volumes looks again. */
  attached(uid: string): void
  /** The node lost power, or has it again. */
  lose(uid: string): void
  /** Makes a pod anew that its node lost, or has it Failed when its policy forbids that. Upstream: computePodActions, of a sandbox that changed. */
  boot(uid: string): void
  /** Ends a pod before its time: it fails, for the reason given. */
  evict(uid: string, ended: Ended): void
  /** Stops a pod for good without its deletion having been asked for; its object stays, Failed. */
  forget(uid: string): void
}

export function createPodWorkers(shared: Shared, addresses: PodAddresses): PodWorkers {
  const { kernel, records, onNode } = shared
  const random = kernel.random('kubelet/sandbox')

  const host: MachineHost<typeof podMachine> = hostMachine(kernel, {
    topic: 'kubelet.pod',
    machine: podMachine,
    effects: {
      mount(uid) {
        const record = records.get(uid)!
        const client = shared.reach.client(record.node)
        const attachables = attachablesOf(record.pod, client)
        if (attachables && !same(attachables, record.attachables)) {
          records.set(uid, { ...record, attachables })
          shared.volumesInUse.changed(record.node)
        }
        const problem = mountProblem(record.pod, record.node, client, kernel.now - record.seenAt)
        if (problem) {
          if (problem.message !== undefined) shared.event(record, 'FailedMount', problem.message, 'Warning')
          host.send(uid, { type: 'MOUNT_FAILED' })
        } else host.send(uid, { type: 'MOUNTED' })
        shared.status.touch(uid)
      },
      connect(uid) {
        const record = records.get(uid)!
        const ip = record.pod.spec.hostNetwork ? shared.reach.hostIP(record.node) : (addresses.nextPodIP(record.node) ?? '')
        records.set(uid, { ...record, ip, holdsIP: !record.pod.spec.hostNetwork && ip !== '' })
      },
      initialize: (uid) => initialize(records.get(uid)!),
      startContainers: (uid) => startNext(records.get(uid)!),
      stopContainers(uid) {
        const record = records.get(uid)!
        stopAll(record, graceOf(record))
        shared.status.touch(uid)
        settleTermination(record)
      },
      lose(uid) {
        releaseIP(uid)
        for (const name of containerNames(records.get(uid)!.pod)) shared.containers.lose(containerKey(uid, name))
      },
      // A finished pod keeps its sidecars no longer, and gives its address back.
      settle(uid) {
        const record = records.get(uid)!
        stopAll(record, record.ended?.graceMs ?? graceOf(record))
        letVolumesGo(record)
        releaseIP(uid)
        shared.status.touch(uid)
      },
      release(uid) {
        releaseIP(uid)
        letVolumesGo(records.get(uid)!)
        if (records.get(uid)!.removed) forget(uid)
        else shared.status.finish(uid)
      },
    },
  })

  const releaseIP = (uid: string) => {
    const record = records.get(uid)!
    if (!record.holdsIP) return
    addresses.freePodIP(record.ip)
    records.set(uid, { ...record, holdsIP: false })
  }

  /** What a pod uses no more if its containers have ended. */
  const letVolumesGo = ({ attachables, node }: PodRecord) => {
    if (attachables.length) shared.volumesInUse.changed(node)
  }

  kernel.on(DEADLINE_TOPIC, (uid) => {
    const record = records.get(uid)
    if (!record || record.deleting || !/^(running|initializing|sandbox|mounting|waiting)/.test(host.state(uid) ?? '')) return
    const ended = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' }
    records.set(uid, { ...record, ended })
    shared.event(record, ended.reason, ended.message)
    host.send(uid, { type: 'FAILED' })
  })

  const stopAll = ({ uid, pod }: PodRecord, graceMs: number) => {
    for (const name of containerNames(pod)) shared.containers.stop(containerKey(uid, name), graceMs)
  }

  const settleTermination = ({ uid, pod }: PodRecord) => {
    if (
      host.state(uid) === 'terminating' &&
      containerNames(pod).every((name) => shared.containers.isOver(containerKey(uid, name)))
    ) {
      host.send(uid, { type: 'STOPPED' })
    }
  }

  /** Starts the next init container; regular ones in order, each after the end of the one before, sidecars without waiting for an end. */
  const initialize = ({ uid, pod }: PodRecord) => {
    for (const container of pod.spec.initContainers ?? []) {
      const id = containerKey(uid, container.name)
      const done = isSidecar(container) ? shared.flags.get(id)?.started === true : shared.containers.succeeded(id)
      if (done) continue
      if (!isSidecar(container) && shared.containers.failed(id)) return void host.send(uid, { type: 'FAILED' })
      return shared.containers.start(uid, container.name)
    }
    host.send(uid, { type: 'INITIALIZED' })
  }

  /** Starts containers in order, the next one as soon as the one before has its image and was started, or failed in that. */
  const startNext = ({ uid, pod }: PodRecord) => {
    for (const { name } of pod.spec.containers) {
      const state = shared.containers.host.state(containerKey(uid, name))
      if (state === 'waiting') return shared.containers.start(uid, name)
      if (state === 'pulling' || state === 'creating') return
    }
  }

  const settleRunning = ({ uid, pod }: PodRecord, state: string) => {
    const mains = pod.spec.containers
    if (mains.every(({ name }) => shared.containers.isOver(containerKey(uid, name)))) {
      const ok = mains.every(({ name }) => shared.containers.succeeded(containerKey(uid, name)))
      return void host.send(uid, { type: ok ? 'SUCCEEDED' : 'FAILED' })
    }
    const ready = [...mains, ...(pod.spec.initContainers ?? []).filter(isSidecar)].every(
      (each: Container) => shared.flags.get(containerKey(uid, each.name))?.ready,
    )
    if (ready !== (state === 'running.ready')) host.send(uid, { type: ready ? 'READY' : 'UNREADY' })
  }

  /** Has some of it run that is never to be run again? */
  const isDone = ({ uid, pod }: PodRecord): boolean => {
    if (pod.spec.restartPolicy !== 'Never') return false
    const ids = containerNames(pod).map((name) => containerKey(uid, name))
    return ids.some((id) => shared.containers.hasRun(id)) && !ids.some((id) => shared.containers.isToRunAgain(id))
  }

  const forget = (uid: string) => {
    const record = records.get(uid)
    if (!record) return
    for (const name of containerNames(record.pod)) shared.containers.remove(containerKey(uid, name))
    host.stop(uid)
    shared.disks.dropPod(record.pod)
    records.delete(uid)
    const rest = (onNode.get(record.node) ?? []).filter((each) => each !== uid)
    if (rest.length) onNode.set(record.node, rest)
    else onNode.delete(record.node)
    letVolumesGo(record)
    shared.resizer.forget(uid)
    shared.resizer.retry(record.node)
  }

  const admit = (node: string, pod: Pod) => {
    const { uid, namespace, name } = pod.metadata
    const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
    const record: PodRecord = {
      uid,
      key: `${namespace}/${name}`,
      node,
      pod,
      attachables: [],
      seenAt: kernel.now,
      ip: '',
      holdsIP: false,
      deleting: false,
      removed: false,
      dirty: false,
      waiting: false,
    }
    if (pod.metadata.deletionTimestamp || finished) {
      // Nothing of it runs here; what is asked to go goes at once.
      if (pod.metadata.deletionTimestamp) shared.status.deleteObject(record)
      return
    }
    const refusal = shared.pressure.refusalOf(node, pod) ?? refusalOf(shared, node, pod)
    if (refusal) {
      shared.event(record, refusal.reason, refusal.message, 'Warning')
      return shared.status.refuse(record, refusal)
    }
    records.set(uid, record)
    onNode.set(node, [...(onNode.get(node) ?? []), uid])
    shared.containers.prepare(record)
    if (pod.spec.activeDeadlineSeconds !== undefined) kernel.schedule(pod.spec.activeDeadlineSeconds * 1000, DEADLINE_TOPIC, uid)
    host.start(uid, { sandboxMs: Math.round(random.between(180, 320)) })
  }

  return {
    host,
    seen(node, pod) {
      const { uid, deletionTimestamp } = pod.metadata
      const record = records.get(uid)
      if (!record) return admit(node, pod)
      if (record.pod === pod) return
      const old = record.pod
      records.set(uid, { ...record, pod, deleting: record.deleting || deletionTimestamp !== undefined })
      if (deletionTimestamp !== undefined && !record.deleting) host.send(uid, { type: 'DELETE' })
      else if (record.deleting && pod.metadata.deletionGracePeriodSeconds !== old.metadata.deletionGracePeriodSeconds) {
        stopAll(records.get(uid)!, graceOf(records.get(uid)!))
      }
      if (pod.spec !== old.spec && !record.deleting) {
        shared.containers.specChanged(records.get(uid)!, old)
        shared.resizer.changed(records.get(uid)!, old)
      }
      if (pod.status.conditions !== old.status.conditions && pod.spec.readinessGates?.length) shared.status.touch(uid)
    },
    removed(uid, graceMs = 1000) {
      const record = records.get(uid)
      if (!record || record.removed) return
      records.set(uid, { ...record, removed: true, deleting: true })
      const state = host.state(uid)
      if (state === 'gone' || state === 'lost') return forget(uid)
      if (state === 'terminating') stopAll(record, graceMs)
      else {
        records.set(uid, { ...records.get(uid)!, pod: withGrace(record.pod, graceMs) })
        host.send(uid, { type: 'DELETE' })
      }
    },
    advance(uid) {
      const record = records.get(uid)
      const state = record && host.state(uid)
      if (!record || !state) return
      if (state === 'terminating') settleTermination(record)
      else if (state === 'initializing') initialize(record)
      else if (state.startsWith('running')) {
        if (record.pod.spec.containers.length > 1) startNext(record)
        settleRunning(record, state)
      } else if (state === 'succeeded' || state === 'failed') letVolumesGo(record)
    },
    evict(uid, ended) {
      const record = records.get(uid)
      if (!record || record.deleting) return
      records.set(uid, { ...record, ended })
      host.send(uid, { type: 'FAILED' })
    },
    attached(uid) {
      if (host.state(uid) === 'waitingForVolumes') host.send(uid, { type: 'ATTACHED' })
    },
    lose: (uid) => void host.send(uid, { type: 'LOST' }),
    boot(uid) {
      if (host.state(uid) !== 'lost') return
      const record = records.get(uid)!
      if (isDone(record)) return void host.send(uid, { type: 'FAILED' })
      shared.event(record, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
      host.send(uid, { type: 'BOOT' })
    },
    forget,
  }
}

/** ms that a deletion gives: what was asked for, and at least a moment. */
function graceOf({ pod: { metadata, spec } }: PodRecord): number {
  const seconds = metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30
  return Math.max(seconds * 1000, 1000)
}

const withGrace = (pod: Pod, graceMs: number): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, deletionGracePeriodSeconds: graceMs / 1000 },
})
