/// <reference lib="webworker" />
import { ApiError } from '../api/errors'
import { CommandError } from '../world/execute'
import { clusterCopy } from '../world/clusterCopy'
import { clusterYaml, eventLines } from '../world/export'
import { WorldSession } from '../world/session'
import type { QueryRequest, Reply, Request } from '../world/protocol'

/** The world's own thread: answers each request of the page once, in order. */
const scope = self as unknown as DedicatedWorkerGlobalScope
let session: WorldSession | undefined

/** Says yes until `ms` of real time are over. */
function budget(ms: number): () => boolean {
  const end = performance.now() + ms
  return () => performance.now() < end
}

function answer(request: Request): Reply {
  const { id } = request
  if (request.type === 'start') {
    session = new WorldSession(request)
    return { type: 'frame', id, frame: session.tick(0, () => true) }
  }
  if (!session) return { type: 'error', id, message: 'no run was started' }
  switch (request.type) {
    case 'tick':
      return { type: 'frame', id, frame: session.tick(request.to, budget(request.budgetMs)) }
    case 'seek':
      return {
        type: 'frame',
        id,
        frame: session.seek(request.to, request.budgetMs === undefined ? undefined : budget(request.budgetMs)),
      }
    case 'step':
      return { type: 'frame', id, frame: session.step() }
    case 'select':
      return { type: 'frame', id, frame: session.select(request.uid) }
    case 'dispatch':
      return { type: 'done', id, at: session.dispatch(request.command) }
    case 'query':
      return known(session, request)
  }
}

function known({ run, world }: WorldSession, { id, what }: QueryRequest): Reply {
  switch (what) {
    case 'run':
      return { type: 'run', id, run }
    case 'yaml':
      return { type: 'yaml', id, yaml: clusterYaml(world.cluster) }
    case 'copy':
      return { type: 'copy', id, copy: clusterCopy(world.cluster) }
    case 'events':
      return { type: 'events', id, events: eventLines(world.cluster) }
  }
}

scope.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  let reply: Reply
  try {
    reply = answer(data)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const refused = error instanceof ApiError || error instanceof CommandError
    reply = refused
      ? { type: 'error', id: data.id, message }
      : { type: 'crash', id: data.id, message: `${message}\n${(error as Error).stack ?? ''}` }
  }
  scope.postMessage(reply)
})
