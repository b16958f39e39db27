import { setup } from 'xstate'

/** etcd: answers or does not. */
export const storeMachine = setup({
  types: {
    input: {} as { startMs: number },
    context: {} as { startMs: number },
    events: {} as { type: 'BOOT' } | { type: 'START' } | { type: 'STOP' },
  },
  delays: { start: ({ context }) => context.startMs },
  actions: { changed: () => {} },
}).createMachine({
  id: 'etcd',
  context: ({ input }) => ({ startMs: input.startMs }),
  initial: 'stopped',
  states: {
    stopped: { on: { BOOT: 'serving', START: 'starting' } },
    starting: { on: { STOP: 'stopped' }, after: { start: 'serving' } },
    serving: { entry: 'changed', exit: 'changed', on: { STOP: 'stopped' } },
  },
})
