import { ApiError } from '../../api/errors'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import { hostMachine, type MachineHost } from '../../machine/host'
import { nextBackOff, waitFor, type BackOffEntry } from '../../runtime/backOff'
import { containerMachine } from '../../runtime/container.machine'
import { fakeDigest } from '../../runtime/digest'
import { goDuration } from '../../runtime/duration'
import type { PullResult } from '../../runtime/imagePuller'
import type { Exit } from '../../runtime/processState'
import type { Container, Pod } from '../kinds/pod/api'
import { shouldRestart } from '../kinds/pod/shouldRestart'
import { ConfigError, environmentOf } from './environment'
import { runHook } from './hooks'
import { isSidecar } from './podPhase'
import { profileProblem, type CreateProblem } from './profiles'
import { containerKey, containerNames, containerOf, podLabel, type PodRecord, type Shared } from './shared'
import { processSpec } from './processSpec'
import { createPulling } from './pulling'
import { createTurns } from './turns'

/** The containers of all pods, one machine each, keyed `POD_UID/NAME`. */
export interface Containers {
  readonly host: MachineHost<typeof containerMachine>
  /** Makes a pod's machines; nothing runs yet. */
  prepare(record: PodRecord): void
  /** Has a container run, unless it does or did. */
  start(uid: string, name: string): void
  stop(id: string, graceMs: number): void
  /** It is over for good: it ended and will not come back, or never ran. */
  isOver(id: string): boolean
  succeeded(id: string): boolean
  failed(id: string): boolean
  hasRun(id: string): boolean
  /** Is a main container that lost its run to be run again, as its policies have it? */
  isToRunAgain(id: string): boolean
  /** It is gone with the power of its machine; a main one that ended for good stays ended. */
  lose(id: string): void
  remove(id: string): void
  /** The runtime reports an end. */
  exited(id: string, exit: Exit): void
  /** A pull ended. */
  pulled(id: string, result: PullResult): void
  /** A probe wants it killed and run again. */
  restart(id: string, message: string, graceMs: number): void
  /** The pod's spec changed in place: images are the only thing that restarts a container. */
  specChanged(record: PodRecord, old: Pod): void
}

const HOOK_TOPIC = 'kubelet.hook'

export function createContainers(shared: Shared): Containers {
  const { kernel, engine } = shared
  const crashes = new CowMap<string, BackOffEntry>()
  kernel.part<SavedMap<string, BackOffEntry>>('kubelet.backOff', {
    save: () => crashes.save(),
    load: (saved) => crashes.load(saved),
  })

  const changed = (id: string) => {
    const uid = id.slice(0, id.indexOf('/'))
    shared.status.touch(uid)
    shared.workers.advance(uid)
  }
  const context = (id: string) => host.context(id)

  const host: MachineHost<typeof containerMachine> = hostMachine(kernel, {
    topic: 'kubelet.container',
    machine: containerMachine,
    effects: {
      pull(id) {
        const found = containerOf(shared, id)
        if (found) pulling.begin(id, found.record, found.container)
      },
      pullAborted: (id) => shared.puller.cancel(id),
      pullFailed(id) {
        const { record, container } = containerOf(shared, id)!
        const { reason } = context(id)!
        if (reason === 'ImagePullBackOff')
          shared.event(record, 'BackOff', `Back-off pulling image "${container.image}"`, 'Normal', container.name)
        // Only a pull that was tried is said to be backed off from.
        if (reason === 'ImagePullBackOff' || host.state(id) === 'pullError')
          shared.event(record, 'Failed', `Error: ${reason}`, 'Warning', container.name)
        changed(id)
      },
      create(id) {
        const { record, container } = containerOf(shared, id)!
        const problem = configure(id, record, container) ?? profileProblem(record, container, shared.disks.store)
        if (problem) host.send(id, { type: 'CONFIG_ERROR', at: kernel.now, ...problem })
      },
      configFailed(id) {
        const { record, container } = containerOf(shared, id)!
        shared.event(record, 'Failed', `Error: ${context(id)!.message}`, 'Warning', container.name)
        changed(id)
      },
      run(id) {
        const { record, container } = containerOf(shared, id)!
        run(id, record, container)
      },
      running(id) {
        const { record, container } = containerOf(shared, id)!
        shared.event(record, 'Started', 'Container started', 'Normal', container.name)
        shared.pressure.touch(record.node)
        shared.prober.start(id, record, container)
        const hook = container.lifecycle?.postStart
        const result = hook && runHook(engine, id, hook)
        if (result && !result.ok) {
          shared.event(record, 'FailedPostStartHook', 'PostStartHook failed', 'Warning', container.name)
          api.restart(id, 'FailedPostStartHook', graceOf(record.pod))
        }
        changed(id)
      },
      preStop(id) {
        const { record, container } = containerOf(shared, id)!
        const hook = container.lifecycle?.preStop
        const result = hook && runHook(engine, id, hook)
        if (result && !result.ok) shared.event(record, 'FailedPreStopHook', 'PreStopHook failed', 'Warning', container.name)
        if (!result?.ms) hookOver(id)
        else if (result.ms !== Infinity) kernel.schedule(result.ms, HOOK_TOPIC, id, context(id)!.containerID)
      },
      takeTurn(id) {
        if (turns.isItsTurn(id)) host.send(id, { type: 'TURN', at: kernel.now })
      },
      terminate: (id) => engine.signal(id, 'TERM'),
      kill: (id) => engine.signal(id, 'KILL'),
      exited: (id) => decide(id),
      crashed(id) {
        const { record, container } = containerOf(shared, id)!
        shared.event(
          record,
          'BackOff',
          `Back-off restarting failed container ${container.name} in pod ${podLabel(record)}`,
          'Warning',
          container.name,
        )
        shared.status.touch(record.uid)
      },
      waiting: (id) => shared.status.touch(id.slice(0, id.indexOf('/'))),
      finished(id) {
        changed(id)
        turns.give(id)
      },
    },
  })

  const turns = createTurns(shared)
  const pulling = createPulling(shared, (id, event) => host.send(id, event))

  const hookOver = (id: string) => host.send(id, { type: 'HOOK_OVER' })
  kernel.on(HOOK_TOPIC, (id, containerID) => {
    if (context(id)?.containerID === containerID) hookOver(id)
  })

  /** Makes the environment; returns what is wrong with it. */
  const configure = (id: string, record: PodRecord, container: Container): CreateProblem | undefined => {
    try {
      environment(id, record, container)
      return undefined
    } catch (error) {
      if (error instanceof ConfigError) return { reason: 'CreateContainerConfigError', message: error.message }
      throw error
    }
  }

  const environment = (id: string, record: PodRecord, container: Container) => {
    const { node } = record
    const facts = { podIP: record.ip, hostIP: shared.reach.hostIP(node), node }
    try {
      return environmentOf(record.pod, container, shared.reach.client(node), facts)
    } catch (error) {
      // Without the server the kubelet goes on with what it knew.
      if (error instanceof ApiError) return engine.get(id)?.spec.env ?? {}
      throw error
    }
  }

  const run = (id: string, record: PodRecord, container: Container) => {
    const { pod } = record
    const env = environment(id, record, container)
    const spec = processSpec(pod, container, env)
    engine.start(id, spec)
    shared.event(record, 'Created', 'Container created', 'Normal', container.name)
    const { process, run: number } = engine.get(id)!
    const containerID = `containerd://${fakeDigest(`${id}/${number}`)}`
    if (process.exit?.reason === 'StartError') {
      shared.event(record, 'Failed', `Error: ${process.exit.message}`, 'Warning', container.name)
      return host.send(id, { type: 'EXIT', ...process.exit, at: kernel.now, containerID })
    }
    host.send(id, { type: 'STARTED', at: kernel.now, containerID })
  }

  /** A container has ended: what now? */
  const decide = (id: string) => {
    const { record, container, init } = containerOf(shared, id)!
    const finished = context(id)!.finished!
    const { uid } = record
    const over =
      record.deleting || !['running.ready', 'running.notReady', 'initializing'].includes(shared.workers.host.state(uid) ?? '')
    if (over || !shouldRestart(record.pod.spec.restartPolicy, container, init, finished.code)) host.send(id, { type: 'FINISH' })
    else {
      const entry = crashes.get(id)
      const waitMs = waitFor(entry, finished.at, kernel.now)
      crashes.set(id, nextBackOff(entry, finished.at, kernel.now + waitMs))
      const message = `back-off ${goDuration(entry?.wait ?? 0)} restarting failed container=${container.name} pod=${podLabel(record)}`
      host.send(id, { type: 'RESTART', at: kernel.now, waitMs, message })
    }
    changed(id)
  }

  const api: Containers = {
    host,
    prepare({ uid, pod }) {
      for (const name of containerNames(pod)) host.start(containerKey(uid, name), { startMs: 120 })
    },
    start(uid, name) {
      const id = containerKey(uid, name)
      if (host.state(id) === 'waiting') host.send(id, { type: 'START' })
    },
    stop(id, graceMs) {
      const state = host.state(id)
      if (state === undefined || state === 'finished' || state === 'killing') return
      if (state === 'running' && engine.alive(id)) {
        const found = containerOf(shared, id)!
        shared.event(found.record, 'Killing', `Stopping container ${found.container.name}`, 'Normal', found.container.name)
        shared.prober.stop(id)
      }
      host.send(id, { type: 'STOP', graceMs, at: kernel.now })
    },
    isOver(id) {
      const state = host.state(id)
      return state === undefined || state === 'finished'
    },
    succeeded: (id) => host.state(id) === 'finished' && context(id)?.finished?.code === 0,
    failed: (id) => host.state(id) === 'finished' && (context(id)?.finished?.code ?? 0) !== 0,
    hasRun: (id) => context(id)?.finished !== undefined,
    isToRunAgain(id) {
      const { record, container, init } = containerOf(shared, id)!
      const { finished } = context(id)!
      return !init && finished !== undefined && shouldRestart(record.pod.spec.restartPolicy, container, init, finished.code)
    },
    lose(id) {
      if (host.state(id) === 'finished' && !containerOf(shared, id)!.init) return
      shared.prober.stop(id)
      shared.puller.cancel(id)
      engine.lose(id)
      host.send(id, { type: 'LOST', at: kernel.now, code: 255 })
    },
    remove(id) {
      shared.prober.stop(id)
      shared.puller.cancel(id)
      host.stop(id)
      engine.remove(id)
      crashes.delete(id)
      pulling.forget(id)
      shared.flags.delete(id)
    },
    exited(id, { at, code, reason, message }) {
      shared.prober.stop(id)
      host.send(id, {
        type: 'EXIT',
        at,
        code,
        reason,
        containerID: context(id)?.containerID ?? '',
        ...(message !== undefined && { message }),
      })
    },
    pulled: pulling.ended,
    restart(id, message, graceMs) {
      const found = containerOf(shared, id)
      if (!found || host.state(id) !== 'running') return
      shared.event(found.record, 'Killing', message, 'Normal', found.container.name)
      shared.prober.stop(id)
      host.send(id, { type: 'STOP', graceMs, at: kernel.now })
    },
    specChanged(record, old) {
      for (const container of record.pod.spec.containers) restartIfChanged(record, container, old.spec.containers)
      for (const container of record.pod.spec.initContainers ?? []) {
        if (isSidecar(container)) restartIfChanged(record, container, old.spec.initContainers ?? [])
      }
    },
  }

  const restartIfChanged = ({ uid, pod }: PodRecord, { name, image }: Container, old: readonly Container[]) => {
    const before = old.find((each) => each.name === name)
    if (!before || before.image === image) return
    const id = containerKey(uid, name)
    const state = host.state(id)
    if (state === 'running') api.restart(id, `Container ${name} definition changed, will be restarted`, graceOf(pod))
    else if (state === 'pullBackOff' || state === 'pullError') {
      // A mended image is tried at once.
      pulling.forget(id)
      host.send(id, { type: 'LOST', at: kernel.now, code: 0 })
      host.send(id, { type: 'START' })
    }
  }
  return api
}

const graceOf = ({ spec }: Pod): number => (spec.terminationGracePeriodSeconds ?? 30) * 1000
