import { assign, setup } from 'xstate'

export interface PodContext {
  /** ms that making the sandbox takes. */
  readonly sandboxMs: number
  /** How often mounting failed so far. */
  readonly tries: number
}

export type PodEvent =
  | { readonly type: 'MOUNTED' }
  | { readonly type: 'MOUNT_FAILED' }
  | { readonly type: 'ATTACHED' }
  | { readonly type: 'INITIALIZED' }
  | { readonly type: 'READY' }
  | { readonly type: 'UNREADY' }
  | { readonly type: 'SUCCEEDED' }
  | { readonly type: 'FAILED' }
  | { readonly type: 'DELETE' }
  | { readonly type: 'STOPPED' }
  | { readonly type: 'LOST' }
  | { readonly type: 'BOOT' }

/** One pod on its node, as its kubelet takes it through life. */
export const podMachine = setup({
  types: { input: {} as { sandboxMs: number }, context: {} as PodContext, events: {} as PodEvent },
  delays: {
    sandbox: ({ context }) => context.sandboxMs,
    // The volume manager's back-off: from 500 ms, doubling to about 2 minutes.
    mountRetry: ({ context }) => Math.min(500 * 2 ** (context.tries - 1), 122_000),
  },
  actions: {
    mount: () => {},
    connect: () => {},
    initialize: () => {},
    startContainers: () => {},
    stopContainers: () => {},
    lose: () => {},
    settle: () => {},
    release: () => {},
    countTry: assign({ tries: ({ context }) => context.tries + 1 }),
  },
}).createMachine({
  id: 'pod',
  context: ({ input }) => ({ sandboxMs: input.sandboxMs, tries: 0 }),
  initial: 'mounting',
  states: {
    mounting: {
      entry: 'mount',
      on: {
        MOUNTED: 'sandbox',
        MOUNT_FAILED: { target: 'waitingForVolumes', actions: 'countTry' },
        FAILED: 'failed',
        DELETE: 'terminating',
        LOST: 'lost',
      },
    },
    waitingForVolumes: {
      after: { mountRetry: 'mounting' },
      on: { ATTACHED: 'mounting', FAILED: 'failed', DELETE: 'terminating', LOST: 'lost' },
    },
    sandbox: { after: { sandbox: 'initializing' }, on: { FAILED: 'failed', DELETE: 'terminating', LOST: 'lost' } },
    initializing: {
      entry: ['connect', 'initialize'],
      on: { INITIALIZED: 'running', FAILED: 'failed', DELETE: 'terminating', LOST: 'lost' },
    },
    running: {
      initial: 'notReady',
      entry: 'startContainers',
      on: { SUCCEEDED: 'succeeded', FAILED: 'failed', DELETE: 'terminating', LOST: 'lost' },
      states: { notReady: { on: { READY: 'ready' } }, ready: { on: { UNREADY: 'notReady' } } },
    },
    terminating: { entry: 'stopContainers', on: { STOPPED: 'gone', LOST: 'gone' } },
    succeeded: { entry: 'settle', on: { DELETE: 'gone' } },
    failed: { entry: 'settle', on: { DELETE: 'gone' } },
    lost: { entry: 'lose', on: { BOOT: 'mounting', FAILED: 'failed', DELETE: 'gone' } },
    gone: { type: 'final', entry: 'release' },
  },
})
