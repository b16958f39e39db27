import { ApiError } from '../../api/errors'
import type { Process } from '../../control/plane'
import type { WatchHub } from '../../control/watchHub'
import type { Kernel } from '../../kernel/kernel'
import { liveChart, type LiveChart } from '../../machine/chart'
import { hostMachine } from '../../machine/host'
import { apiserverMachine } from './apiserver.machine'
import { leaderMachine } from './leader.machine'
import { storeMachine } from './store.machine'

/** The parts of the control plane that can be stopped and started. */
export const PARTS = ['apiserver', 'etcd', 'scheduler', 'controller-manager'] as const
export type Part = (typeof PARTS)[number]
type Leader = Exclude<Part, 'apiserver' | 'etcd'>
const LEADERS: readonly Leader[] = ['scheduler', 'controller-manager']

/** How long a part takes from being started to doing its work, ms. */
const START_MS = 1_000

/** The master's four parts, each a machine: what runs, what answers, and what follows when one of them does not. */
export interface ControlPlane {
  boot(): void
  start(part: Part): void
  stop(part: Part): void
  /** Does the part do its work? */
  up(part: Part): boolean
  /** Throws the ApiError that any caller gets while nobody answers. */
  check(): void
  chartOf(part: Part): LiveChart
}

/** `processes` are what the leaders run; they are made after this, so that they can ask it whether anybody answers. */
export function createControlPlane(
  kernel: Kernel,
  hub: WatchHub,
  processes: Readonly<Record<Leader, () => readonly Process[]>>,
): ControlPlane {
  const etcd = hostMachine(kernel, {
    topic: 'plane.etcd',
    machine: storeMachine,
    effects: { changed: () => kernel.schedule(0, TOPIC, '') },
  })
  const apiserver = hostMachine(kernel, {
    topic: 'plane.apiserver',
    machine: apiserverMachine,
    effects: { changed: () => kernel.schedule(0, TOPIC, '') },
  })
  const leaders = hostMachine(kernel, {
    topic: 'plane.leaders',
    machine: leaderMachine,
    effects: {
      begin: (part: string) => {
        for (const process of processes[part as Leader]()) process.start()
      },
      end: (part: string) => {
        for (const process of processes[part as Leader]()) process.stop()
      },
      ask: (part: string) => void (answers() && leaders.send(part, { type: 'ANSWER' })),
    },
  })
  const answers = () => apiserver.state('apiserver') === 'serving' && etcd.state('etcd') === 'serving'
  let answered = true
  kernel.part<boolean>(TOPIC, { save: () => answered, load: (saved) => (answered = saved) })

  /** One part changed: the others find out. */
  const settle = () => {
    apiserver.send('apiserver', { type: etcd.state('etcd') === 'serving' ? 'STORE_BACK' : 'STORE_LOST' })
    if (answers() === answered) return
    answered = answers()
    if (answered) hub.speak()
    else hub.hush()
    for (const part of LEADERS) leaders.send(part, { type: answered ? 'ANSWER' : 'NO_ANSWER' })
  }
  kernel.on(TOPIC, settle)

  const send = (part: Part, type: 'BOOT' | 'START' | 'STOP') => {
    if (part === 'etcd') etcd.send(part, { type })
    else if (part === 'apiserver') apiserver.send(part, { type })
    else leaders.send(part, { type })
  }
  const hostOf = (part: Part) => (part === 'etcd' ? etcd : part === 'apiserver' ? apiserver : leaders)
  for (const part of PARTS) hostOf(part).start(part, { startMs: START_MS })
  return {
    boot: () => PARTS.forEach((part) => send(part, 'BOOT')),
    start: (part) => send(part, 'START'),
    stop(part) {
      send(part, 'STOP')
      settle()
    },
    up(part) {
      const state = hostOf(part).state(part) ?? 'stopped'
      return state === 'serving' || state.startsWith('leading')
    },
    check() {
      const state = apiserver.state('apiserver')
      if (state === 'stopped' || state === 'starting') throw unreachable('dial tcp 10.0.0.2:6443: connect: connection refused')
      if (etcd.state('etcd') !== 'serving') throw new ApiError(500, 'InternalError', 'etcdserver: request timed out')
    },
    chartOf(part) {
      if (part === 'etcd') return liveChart(etcd, part, part)!
      return part === 'apiserver' ? liveChart(apiserver, part, part)! : liveChart(leaders, part, part)!
    },
  }
}

const TOPIC = 'plane'

/** Nobody listens, or no way leads there; as a client words it. */
export const unreachable = (why: string) => new ApiError(503, 'ServiceUnavailable', why)
