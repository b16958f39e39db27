import { setup } from 'xstate'

/** The API server: without its store it is there, and can do nothing. */
export const apiserverMachine = setup({
  types: {
    input: {} as { startMs: number },
    context: {} as { startMs: number },
    events: {} as { type: 'BOOT' } | { type: 'START' } | { type: 'STOP' } | { type: 'STORE_LOST' } | { type: 'STORE_BACK' },
  },
  delays: { start: ({ context }) => context.startMs },
  actions: { changed: () => {} },
}).createMachine({
  id: 'apiserver',
  context: ({ input }) => ({ startMs: input.startMs }),
  initial: 'stopped',
  states: {
    stopped: { on: { BOOT: 'serving', START: 'starting' } },
    starting: { on: { STOP: 'stopped' }, after: { start: 'serving' } },
    serving: { entry: 'changed', exit: 'changed', on: { STOP: 'stopped', STORE_LOST: 'withoutStore' } },
    withoutStore: { on: { STOP: 'stopped', STORE_BACK: 'serving' } },
  },
})
