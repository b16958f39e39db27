import { assign, setup } from 'xstate'

/** How a container's last run ended; times in virtual ms. */
export interface Finished {
  readonly code: number
  readonly reason: string
  readonly message?: string
  readonly startedAt: number
  readonly at: number
  readonly containerID: string
}

/** What is remembered of a container while it lives, over all its runs. */
export interface ContainerContext {
  readonly restarts: number
  /** Why it waits, as the status says; '' when it does not. */
  readonly reason: string
  readonly message: string
  /** ms of the back-off it is in, and since when. */
  readonly waitMs: number
  readonly since: number
  /** What the status says while it backs off. */
  readonly backOffMessage: string
  /** ms that it gets to end by itself, from the moment it is asked to stop; and how many of them went before SIGTERM was sent. */
  readonly graceMs: number
  readonly spentMs: number
  /** Is its preStop hook done, or has it none? */
  readonly hookOver: boolean
  readonly startMs: number
  readonly startedAt: number
  readonly containerID: string
  readonly finished: Finished | undefined
  /** The run before this one. */
  readonly previous: Finished | undefined
}

type Timed<T extends string> = { readonly type: T; readonly at: number }
export type ContainerEvent =
  | { readonly type: 'START' }
  | { readonly type: 'PULLED' }
  | (Timed<'PULL_FAILED'> & { readonly message: string; readonly reason: string; readonly waitMs: number })
  | (Timed<'CONFIG_ERROR'> & { readonly reason: string; readonly message: string })
  | (Timed<'STARTED'> & { readonly containerID: string })
  | (Timed<'EXIT'> & { readonly code: number; readonly reason: string; readonly message?: string; readonly containerID: string })
  | (Timed<'RESTART'> & { readonly waitMs: number; readonly message: string })
  | { readonly type: 'FINISH' }
  | (Timed<'STOP'> & { readonly graceMs: number })
  | { readonly type: 'HOOK_OVER' }
  | Timed<'TURN'>
  | (Timed<'LOST'> & { readonly code: number })

/** ms that a container shows how it ended before it says CrashLoopBackOff; at most that, for short waits. */
export const SHOWN_MS = 2000
/** ms between SIGTERM and SIGKILL that every container gets, however long its preStop hook took; upstream: minimumGracePeriodInSeconds. */
const LEAST_GRACE_MS = 2000

/**
 * One container from the wish to its last end. It names what is to be done (pull, create, run, terminate, kill) and does none of it.
 * `exited` asks whoever runs it what next: RESTART (after a back-off, or at once) or FINISH.
 */
export const containerMachine = setup({
  types: { input: {} as { startMs: number }, context: {} as ContainerContext, events: {} as ContainerEvent },
  delays: {
    beforeBackOff: 1000,
    backOff: ({ context }) => context.waitMs,
    shown: ({ context }) => Math.min(SHOWN_MS, context.waitMs),
    restBackOff: ({ context }) => Math.max(0, context.waitMs - SHOWN_MS),
    retry: 12_000,
    start: ({ context }) => context.startMs,
    grace: ({ context }) => context.graceMs,
    untilKill: ({ context }) => Math.max(LEAST_GRACE_MS, context.graceMs - context.spentMs),
  },
  guards: { waits: ({ event }) => event.type === 'RESTART' && event.waitMs > 0 },
  actions: {
    pull: () => {},
    pullAborted: () => {},
    pullFailed: (_, _params: { reason: string }) => {},
    create: () => {},
    configFailed: () => {},
    run: () => {},
    running: () => {},
    preStop: () => {},
    takeTurn: () => {},
    terminate: () => {},
    kill: () => {},
    exited: () => {},
    crashed: () => {},
    waiting: () => {},
    finished: () => {},
    failPull: assign(({ event }) =>
      event.type === 'PULL_FAILED' ? { reason: event.reason, message: event.message, waitMs: event.waitMs, since: event.at } : {},
    ),
    backOffPull: assign(({ context }) => ({ reason: context.reason === 'ErrImagePull' ? 'ImagePullBackOff' : context.reason })),
    failConfig: assign(({ event }) =>
      event.type === 'CONFIG_ERROR' ? { reason: event.reason, message: event.message, since: event.at } : {},
    ),
    begin: assign(({ context, event }) =>
      event.type === 'STARTED'
        ? {
            startedAt: event.at,
            containerID: event.containerID,
            previous: context.finished ?? context.previous,
            finished: undefined,
            restarts: context.finished ? context.restarts + 1 : context.restarts,
            reason: '',
            message: '',
          }
        : {},
    ),
    end: assign(({ context, event }) =>
      event.type === 'EXIT' || event.type === 'LOST'
        ? {
            finished: {
              code: event.code,
              reason: event.type === 'LOST' ? 'Unknown' : event.reason,
              ...(event.type === 'EXIT' && event.message !== undefined && { message: event.message }),
              startedAt: context.startedAt,
              at: event.at,
              containerID: event.type === 'EXIT' ? event.containerID : context.containerID,
            },
            reason: '',
            message: '',
          }
        : {},
    ),
    endUnstarted: assign(({ context, event }) =>
      event.type === 'EXIT'
        ? {
            restarts: context.finished ? context.restarts + 1 : context.restarts,
            previous: context.finished ?? context.previous,
            reason: 'RunContainerError',
            message: event.message ?? '',
            finished: {
              code: event.code,
              reason: event.reason,
              ...(event.message !== undefined && { message: event.message }),
              startedAt: -1,
              at: event.at,
              containerID: event.containerID,
            },
          }
        : {},
    ),
    waitToRestart: assign(({ event }) =>
      event.type === 'RESTART' ? { waitMs: event.waitMs, since: event.at, backOffMessage: event.message } : {},
    ),
    showBackOff: assign(({ context }) => ({ reason: 'CrashLoopBackOff', message: context.backOffMessage })),
    takeGrace: assign(({ event }) => (event.type === 'STOP' ? { graceMs: event.graceMs, spentMs: 0, since: event.at } : {})),
    spend: assign(({ context, event }) =>
      event.type === 'TURN' ? { spentMs: event.at - context.since } : { spentMs: context.graceMs },
    ),
    beginHook: assign({ hookOver: false }),
    endHook: assign({ hookOver: true }),
    reset: assign({ reason: '', message: '' }),
  },
}).createMachine({
  id: 'container',
  context: ({ input }) => ({
    restarts: 0,
    reason: '',
    message: '',
    waitMs: 0,
    since: 0,
    backOffMessage: '',
    graceMs: 0,
    spentMs: 0,
    hookOver: false,
    startMs: input.startMs,
    startedAt: -1,
    containerID: '',
    finished: undefined,
    previous: undefined,
  }),
  initial: 'waiting',
  states: {
    waiting: { on: { START: 'pulling', STOP: 'finished' } },
    pulling: {
      entry: 'pull',
      on: {
        PULLED: 'creating',
        PULL_FAILED: { target: 'pullError', actions: 'failPull' },
        STOP: { target: 'finished', actions: 'pullAborted' },
        LOST: { target: 'waiting', actions: 'reset' },
      },
    },
    pullError: {
      entry: { type: 'pullFailed', params: { reason: 'ErrImagePull' } },
      after: { beforeBackOff: 'pullBackOff' },
      on: { STOP: 'finished', LOST: { target: 'waiting', actions: 'reset' } },
    },
    pullBackOff: {
      entry: ['backOffPull', { type: 'pullFailed', params: { reason: 'ImagePullBackOff' } }],
      after: { backOff: 'pulling' },
      on: { STOP: 'finished', LOST: { target: 'waiting', actions: 'reset' } },
    },
    creating: {
      entry: 'create',
      on: {
        CONFIG_ERROR: { target: 'configError', actions: 'failConfig' },
        STARTED: { target: 'running', actions: ['begin', 'running'] },
        EXIT: { target: 'exited', actions: 'endUnstarted' },
        STOP: 'finished',
        LOST: { target: 'waiting', actions: 'reset' },
      },
      after: { start: { actions: 'run' } },
    },
    configError: {
      entry: 'configFailed',
      after: { retry: 'pulling' },
      on: { STOP: 'finished', LOST: { target: 'waiting', actions: 'reset' } },
    },
    running: {
      on: {
        EXIT: { target: 'exited', actions: 'end' },
        STOP: { target: 'beforeStop', actions: ['takeGrace', 'beginHook', 'preStop'] },
        LOST: { target: 'waiting', actions: 'end' },
      },
    },
    // Its preStop hook runs; then a sidecar waits until the containers that it serves have ended.
    beforeStop: {
      after: { grace: { target: 'stopping', actions: ['spend', 'terminate'] } },
      on: {
        HOOK_OVER: { actions: ['endHook', 'takeTurn'] },
        TURN: { target: 'stopping', actions: ['spend', 'terminate'] },
        EXIT: { target: 'exited', actions: 'end' },
        STOP: { target: 'beforeStop', reenter: true, actions: 'takeGrace' },
        LOST: { target: 'waiting', actions: 'end' },
      },
    },
    // It got SIGTERM.
    stopping: {
      after: { untilKill: 'killing' },
      on: {
        EXIT: { target: 'exited', actions: 'end' },
        STOP: { target: 'stopping', reenter: true, actions: 'takeGrace' },
        LOST: { target: 'waiting', actions: 'end' },
      },
    },
    killing: { entry: 'kill', on: { EXIT: { target: 'exited', actions: 'end' }, LOST: { target: 'waiting', actions: 'end' } } },
    exited: {
      entry: 'exited',
      on: {
        RESTART: [{ guard: 'waits', target: 'crashed', actions: 'waitToRestart' }, { target: 'pulling' }],
        FINISH: { target: 'finished', actions: 'reset' },
        STOP: { target: 'finished', actions: 'reset' },
        LOST: 'waiting',
      },
    },
    crashed: {
      entry: 'crashed',
      after: { shown: 'backOff' },
      on: { STOP: { target: 'finished', actions: 'reset' }, LOST: { target: 'waiting', actions: 'reset' } },
    },
    backOff: {
      entry: ['showBackOff', 'waiting'],
      after: { restBackOff: 'pulling' },
      on: { STOP: 'finished', LOST: { target: 'waiting', actions: 'reset' } },
    },
    finished: { entry: 'finished', on: { START: 'pulling', LOST: 'waiting' } },
  },
})
