import { setup } from 'xstate'

/** --leader-elect-renew-deadline of kube-scheduler and kube-controller-manager, ms. */
export const RENEW_DEADLINE = 10_000
/** How long the kubelet of the control plane takes to start the process again after it gave up, ms. */
const RESTART_MS = 2_000

/**
 * A part of the control plane that works only while it leads (scheduler, controller manager). It leads by a lease in the API server; when it
 * cannot renew that in time it exits, is started again, and forgets what it knew.
 */
export const leaderMachine = setup({
  types: {
    input: {} as { startMs: number },
    context: {} as { startMs: number },
    events: {} as { type: 'BOOT' } | { type: 'START' } | { type: 'STOP' } | { type: 'NO_ANSWER' } | { type: 'ANSWER' },
  },
  delays: { start: ({ context }) => context.startMs, renewDeadline: RENEW_DEADLINE, restart: RESTART_MS },
  actions: { begin: () => {}, end: () => {}, ask: () => {} },
}).createMachine({
  id: 'leader',
  context: ({ input }) => ({ startMs: input.startMs }),
  initial: 'stopped',
  states: {
    stopped: { on: { BOOT: 'leading', START: 'starting' } },
    starting: { on: { STOP: 'stopped' }, after: { start: 'candidate' } },
    candidate: { entry: 'ask', on: { ANSWER: 'leading', STOP: 'stopped' } },
    leading: {
      entry: 'begin',
      exit: 'end',
      initial: 'renewed',
      on: { STOP: 'stopped' },
      states: {
        renewed: { on: { NO_ANSWER: 'renewing' } },
        renewing: { on: { ANSWER: 'renewed' }, after: { renewDeadline: '#leader.exited' } },
      },
    },
    exited: { on: { STOP: 'stopped' }, after: { restart: 'candidate' } },
  },
})
