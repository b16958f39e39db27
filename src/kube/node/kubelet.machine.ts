import { setup } from 'xstate'

/** The kubelet of one node: it registers, then keeps its lease; alone, it goes on with what it knows. */
export const kubeletMachine = setup({
  types: {
    input: {} as { startMs: number },
    context: {} as { startMs: number },
    events: {} as { type: 'START' } | { type: 'STOP' } | { type: 'REGISTERED' } | { type: 'NO_ANSWER' } | { type: 'ANSWER' },
  },
  delays: { start: ({ context }) => context.startMs, retry: 5000 },
  actions: { register: () => {}, connected: () => {}, reconnected: () => {} },
}).createMachine({
  id: 'kubelet',
  context: ({ input }) => ({ startMs: input.startMs }),
  initial: 'stopped',
  states: {
    stopped: { on: { START: 'starting' } },
    starting: { after: { start: 'registering' }, on: { STOP: 'stopped' } },
    registering: {
      entry: 'register',
      after: { retry: { target: 'registering', reenter: true } },
      on: { REGISTERED: 'running', STOP: 'stopped' },
    },
    running: {
      initial: 'connected',
      entry: 'connected',
      on: { STOP: 'stopped' },
      states: {
        connected: { on: { NO_ANSWER: 'alone' } },
        alone: { on: { ANSWER: { target: 'connected', actions: 'reconnected' } } },
      },
    },
  },
})
