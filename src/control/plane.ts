import type { Client } from '../api/client'
import type { Kernel } from '../kernel/kernel'
import type { ComponentContext } from './component'
import type { EventLog } from './recorder'
import type { WatchHub } from './watchHub'

/** What a process of the cluster is made with. */
export interface ProcessOptions {
  /** Its identity towards the API server, and its name in the trace. */
  readonly actor: string
  /** Ms by which it hears of writes. */
  readonly latency: number
}

/** A process that can be stopped and started. */
export interface Process {
  readonly context: ComponentContext
  start(): void
  stop(): void
}

/** Makes the contexts on which the cluster's processes stand. Its state (up or down) is part of every keyframe. */
export function createProcess(
  kernel: Kernel,
  hub: WatchHub,
  events: EventLog,
  clientAs: (actor: string) => Client,
  { actor, latency }: ProcessOptions,
): Process {
  const following = hub.follow({ latency })
  const starts: (() => void)[] = []
  const stops: (() => void)[] = []
  const client = clientAs(actor)
  let up = false
  kernel.part<boolean>(`process:${actor}`, { save: () => up, load: (saved) => (up = saved) })

  const context: ComponentContext = {
    kernel,
    client,
    get up() {
      return up
    },
    clientAs,
    watch: following.watch,
    onStart: (run) => void starts.push(run),
    onStop: (run) => void stops.push(run),
    recorder: (component, host, as = client) => events.recorder(as, component, host),
  }
  return {
    context,
    start() {
      if (up) return
      up = true
      for (const run of starts) run()
      following.start()
    },
    stop() {
      if (!up) return
      up = false
      following.stop()
      for (const run of stops) run()
    },
  }
}
