import type { Reply, Request, RunDefinition, WorkerPort } from '../world/protocol'
import type { ClusterCopy } from '../world/clusterCopy'
import type { Command } from '../world/command'
import type { EventLine } from '../world/export'
import type { Frame } from '../world/frame'

/** A request without its number. */
type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** The page's end of the link to the world. Frames go to `onFrame` in the order they were asked for; stale ones are dropped. */
export interface Client {
  /** A tick is under way; another one now would only queue up behind it. */
  readonly ticking: boolean
  /** Begins a run. With `unseen` its first moment goes to nobody, because the page shows a later one already. */
  start(run: Partial<RunDefinition> & Pick<RunDefinition, 'seed' | 'nodes'>, unseen?: boolean): Promise<void>
  tick(to: number, budgetMs: number): Promise<void>
  /** Throws what the world answers when it refuses the command. */
  dispatch(command: Command): Promise<number>
  /** Goes there, or as far as `budgetMs` of real time reach: with `tick` the rest of the way can be seen. */
  seek(to: number, budgetMs?: number): Promise<void>
  step(): Promise<void>
  select(uid: string | null): Promise<void>
  run(): Promise<RunDefinition>
  /** The cluster's objects at this moment, as documents of YAML. */
  yaml(): Promise<string>
  /** The same as objects, all of them. */
  copy(): Promise<ClusterCopy>
  /** What the cluster told of itself up to this moment. */
  events(): Promise<readonly EventLine[]>
  close(): void
}

/** Speaks the protocol over a port; a reply that was overtaken by a seek or a start tells nothing and is dropped. */
export function createClient(port: WorkerPort, onFrame: (frame: Frame) => void, onCrash: (message: string) => void): Client {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  /** Frames asked for before this request belong to a moment that has been left. */
  let barrier = 0
  let ticking = false
  let unseenId = 0

  port.addEventListener('message', ({ data }) => {
    const caller = waiting.get(data.id)
    if (!caller) return
    waiting.delete(data.id)
    if (data.type === 'error') return caller.reject(new Error(data.message))
    if (data.type === 'crash') {
      caller.reject(new Error(data.message))
      return onCrash(data.message)
    }
    if (data.type === 'frame' && data.id >= barrier && data.id !== unseenId) onFrame(data.frame)
    caller.resolve(data)
  })
  port.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message))
    waiting.clear()
    onCrash(message)
  })

  function ask(request: Ask, isBarrier = false): Promise<Reply> {
    const id = ++lastId
    if (isBarrier) barrier = id
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      port.postMessage({ ...request, id } as Request)
    })
  }

  return {
    get ticking() {
      return ticking
    },
    async start(run, unseen = false) {
      if (unseen) unseenId = lastId + 1
      await ask({ type: 'start', ...run }, true)
    },
    async tick(to, budgetMs) {
      ticking = true
      try {
        await ask({ type: 'tick', to, budgetMs })
      } finally {
        ticking = false
      }
    },
    async dispatch(command) {
      const reply = await ask({ type: 'dispatch', command })
      return reply.type === 'done' ? reply.at : 0
    },
    async seek(to, budgetMs) {
      await ask({ type: 'seek', to, budgetMs }, true)
    },
    async step() {
      await ask({ type: 'step' })
    },
    async select(uid) {
      await ask({ type: 'select', uid })
    },
    async run() {
      const reply = await ask({ type: 'query', what: 'run' })
      if (reply.type !== 'run') throw new Error('The world did not say what its run is made of')
      return reply.run
    },
    async yaml() {
      const reply = await ask({ type: 'query', what: 'yaml' })
      return reply.type === 'yaml' ? reply.yaml : ''
    },
    async copy() {
      const reply = await ask({ type: 'query', what: 'copy' })
      return reply.type === 'copy' ? reply.copy : { objects: [], kinds: [] }
    },
    async events() {
      const reply = await ask({ type: 'query', what: 'events' })
      return reply.type === 'events' ? reply.events : []
    },
    close() {
      port.terminate()
      waiting.clear()
    },
  }
}
