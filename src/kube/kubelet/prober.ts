import { hostMachine, type MachineHost } from '../../machine/host'
import { probeMachine, type ProbeContext, type ProbeType } from '../../runtime/probe.machine'
import type { Container, Probe } from '../kinds/pod/api'
import { outcomeOf } from './probeOutcome'
import { containerOf, type PodRecord, type Shared } from './shared'

/** Results of a probe as the page shows them. */
export interface ProbeResults {
  readonly type: ProbeType
  /** The last three, the oldest first. */
  readonly results: readonly boolean[]
}

/** The probes of all running containers, one machine each, keyed `POD_UID/NAME#TYPE`. */
export interface Prober {
  readonly host: MachineHost<typeof probeMachine>
  start(id: string, record: PodRecord, container: Container): void
  stop(id: string): void
  /** Something about the container may have changed: steady probes look again at their next time. */
  wake(id: string): void
  resultsOf(id: string): readonly ProbeResults[]
}

const TYPES = ['startup', 'liveness', 'readiness'] as const
const field = (container: Container, type: ProbeType): Probe | undefined =>
  type === 'startup' ? container.startupProbe : type === 'liveness' ? container.livenessProbe : container.readinessProbe

/** From the start of a container until its first check when there is no initial delay: the kubelet is told, and looks. */
const FIRST_MS = 500

export function createProber(shared: Shared): Prober {
  const { kernel, flags } = shared

  const host: MachineHost<typeof probeMachine> = hostMachine(kernel, {
    topic: 'kubelet.probe',
    machine: probeMachine,
    effects: {
      check: (key) => check(key),
      passed: (key) => decided(key, true),
      failed: (key) => decided(key, false),
    },
  })

  const check = (key: string) => {
    const [id, type] = split(key)
    const found = containerOf(shared, id)
    const running = shared.engine.get(id)
    if (!found || !running) return
    const { record, container } = found
    const probe = field(container, type)!
    const outcome = outcomeOf(probe, container, record.ip, running, shared.engine, id, kernel.now)
    kernel.record(
      'probe',
      `kubelet:${record.node}`,
      `pod:${record.uid}`,
      record.uid,
      `Pod ${record.key}`,
      `${type} ${outcome.ok ? 'ok' : 'failed'}`,
    )
    if (!outcome.ok)
      shared.event(
        record,
        'Unhealthy',
        `${type[0]!.toUpperCase()}${type.slice(1)} probe failed: ${outcome.message}`,
        'Warning',
        container.name,
      )
    host.send(key, { type: outcome.ok ? 'PASS' : 'FAIL', at: kernel.now, message: outcome.message })
    if (outcome.ok && outcome.steady && type !== 'startup') host.send(key, { type: 'STEADY' })
  }

  /** The recorded result of a probe is (still) this. */
  const decided = (key: string, passes: boolean) => {
    const [id, type] = split(key)
    const found = containerOf(shared, id)
    const now = flags.get(id)
    if (!found || !now) return
    const { record, container } = found
    if (type === 'readiness') setFlags(id, { ...now, ready: now.started && passes })
    else if (!passes) {
      const grace = field(container, type)!.terminationGracePeriodSeconds ?? record.pod.spec.terminationGracePeriodSeconds ?? 30
      shared.containers.restart(id, `Container ${container.name} failed ${type} probe, will be restarted`, grace * 1000)
    } else if (type === 'startup') {
      host.stop(key)
      begin(id, container, 'liveness')
      begin(id, container, 'readiness')
      setFlags(id, { started: true, ready: !container.readinessProbe })
    }
  }

  const setFlags = (id: string, next: { started: boolean; ready: boolean }) => {
    const now = flags.get(id)
    if (now && now.started === next.started && now.ready === next.ready) return
    flags.set(id, next)
    const uid = id.slice(0, id.indexOf('/'))
    shared.status.touch(uid)
    shared.workers.advance(uid)
  }

  const begin = (id: string, container: Container, type: ProbeType) => {
    const probe = field(container, type)
    if (!probe) return
    const startedAt = shared.containers.host.context(id)!.startedAt
    const delay = (probe.initialDelaySeconds ?? 0) * 1000 - (kernel.now - startedAt)
    host.start(`${id}#${type}`, {
      type,
      delay: Math.max(FIRST_MS, delay),
      period: (probe.periodSeconds ?? 10) * 1000,
      successThreshold: probe.successThreshold ?? 1,
      failureThreshold: probe.failureThreshold ?? 3,
    })
  }

  return {
    host,
    start(id, _record, container) {
      for (const type of TYPES) host.stop(`${id}#${type}`)
      if (container.startupProbe) begin(id, container, 'startup')
      else {
        begin(id, container, 'liveness')
        begin(id, container, 'readiness')
      }
      flags.set(id, { started: !container.startupProbe, ready: !container.startupProbe && !container.readinessProbe })
    },
    stop(id) {
      for (const type of TYPES) host.stop(`${id}#${type}`)
      // A container that is being stopped counts as ready until it has ended; what has ended never does.
      if (flags.has(id) && !shared.engine.alive(id)) flags.set(id, { started: false, ready: false })
    },
    wake(id) {
      for (const type of TYPES) {
        const probe = host.get(`${id}#${type}`)
        if (probe?.state !== 'success.steady') continue
        const { at, period } = probe.context
        host.send(`${id}#${type}`, { type: 'WAKE', inMs: period - ((kernel.now - at) % period) })
      }
    },
    resultsOf(id) {
      return TYPES.flatMap((type) => {
        const probe = host.get(`${id}#${type}`)
        return probe ? [{ type, results: shown(probe.context, probe.state, kernel.now) }] : []
      })
    },
  }
}

/** What checks would have shown that were not made because they cannot come out otherwise. */
function shown({ results, at, period }: ProbeContext, state: string, now: number): readonly boolean[] {
  if (state !== 'success.steady') return results
  const more = Math.min(3, Math.floor((now - at) / period))
  return [...results, ...Array.from({ length: more }, () => true)].slice(-3)
}

function split(key: string): [string, ProbeType] {
  const hash = key.lastIndexOf('#')
  return [key.slice(0, hash), key.slice(hash + 1) as ProbeType]
}
