import type { ClusterCopy } from './clusterCopy'
import type { Command, LoggedCommand, SourceFile } from './command'
import type { EventLine } from './export'
import type { Frame } from './frame'

/**
 * What the page and the worker say to each other. The page asks, the worker answers each request exactly once with the same `id`;
 * the worker never speaks first, so no frame piles up behind a slow page.
 */

/** What a run is made of: with it anybody can compute the same run again. */
export interface RunDefinition {
  readonly seed: number
  /** Number of worker nodes. */
  readonly nodes: number
  /** Applied in order at time 0, before `log`. */
  readonly files: readonly SourceFile[]
  readonly log: readonly LoggedCommand[]
}

/** Throws the present world away and begins a run. Answered by a frame with `reset` at time 0. */
export interface StartRequest {
  readonly type: 'start'
  readonly id: number
  readonly seed: number
  readonly nodes: number
  readonly files?: readonly SourceFile[]
  readonly log?: readonly LoggedCommand[]
}

/**
 * Runs on until `to` (virtual ms, Infinity for as far as it goes) or until `budgetMs` of real time are used up, whichever is first.
 * A `to` at or before now changes nothing. Answered by a frame.
 */
export interface TickRequest {
  readonly type: 'tick'
  readonly id: number
  readonly to: number
  readonly budgetMs: number
}

/** Does what a person asked for, at the present moment; in the past this drops the old future. Answered by `done` or `error`. */
export interface DispatchRequest {
  readonly type: 'dispatch'
  readonly id: number
  readonly command: Command
}

/** Goes to a moment, past or future, or as far towards it as `budgetMs` of real time reach. Answered by a frame with `reset`. */
export interface SeekRequest {
  readonly type: 'seek'
  readonly id: number
  readonly to: number
  readonly budgetMs?: number
}

/** Runs until the next thing happens that a person can see. Answered by a frame. */
export interface StepRequest {
  readonly type: 'step'
  readonly id: number
}

/** From now on frames carry the `detail` of this object; null ends that. Answered by a frame that has it already. */
export interface SelectRequest {
  readonly type: 'select'
  readonly id: number
  readonly uid: string | null
}

/**
 * Asks for something to share, keep or command: what this run is made of, what is in the cluster at this moment (as text, or as objects), or
 * what it told of itself. Answered by `run`, `yaml`, `copy` or `events`.
 */
export interface QueryRequest {
  readonly type: 'query'
  readonly id: number
  readonly what: 'run' | 'yaml' | 'copy' | 'events'
}

export type Request = StartRequest | TickRequest | DispatchRequest | SeekRequest | StepRequest | SelectRequest | QueryRequest

export interface FrameReply {
  readonly type: 'frame'
  readonly id: number
  readonly frame: Frame
}

/** The command stands in the log at `at`. What it changed comes with the next frame. */
export interface DoneReply {
  readonly type: 'done'
  readonly id: number
  readonly at: number
}

/** The request was refused; the world is as it was before. `message` is for a person to read. */
export interface ErrorReply {
  readonly type: 'error'
  readonly id: number
  readonly message: string
}

export interface RunReply {
  readonly type: 'run'
  readonly id: number
  readonly run: RunDefinition
}

/** The cluster's objects as documents of YAML. */
export interface YamlReply {
  readonly type: 'yaml'
  readonly id: number
  readonly yaml: string
}

export interface CopyReply {
  readonly type: 'copy'
  readonly id: number
  readonly copy: ClusterCopy
}

export interface EventsReply {
  readonly type: 'events'
  readonly id: number
  readonly events: readonly EventLine[]
}

/** The world itself failed while it ran: a fault of the program, not of the person. Nothing after it can be trusted. */
export interface CrashReply {
  readonly type: 'crash'
  readonly id: number
  readonly message: string
}

export type Reply = FrameReply | DoneReply | ErrorReply | RunReply | YamlReply | CopyReply | EventsReply | CrashReply

/** The part of a Worker that the page needs, so that tests can stand in for it. */
export interface WorkerPort {
  postMessage(request: Request): void
  addEventListener(type: 'message', listener: (event: { readonly data: Reply }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message: string }) => void): void
  terminate(): void
}
