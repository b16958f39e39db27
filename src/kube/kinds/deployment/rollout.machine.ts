import { setup } from 'xstate'

/** One rollout as its Deployment's conditions tell it: begun, complete, stuck past its deadline, or paused. */
export const rolloutMachine = setup({
  types: {
    input: {} as object,
    context: {} as object,
    events: {} as { type: 'PROGRESS' } | { type: 'COMPLETE' } | { type: 'DEADLINE' } | { type: 'PAUSE' },
  },
}).createMachine({
  id: 'rollout',
  context: {},
  initial: 'progressing',
  states: {
    progressing: { on: { COMPLETE: 'complete', DEADLINE: 'deadlineExceeded', PAUSE: 'paused' } },
    complete: { on: { PROGRESS: 'progressing', PAUSE: 'paused' } },
    deadlineExceeded: { on: { PROGRESS: 'progressing', COMPLETE: 'complete', PAUSE: 'paused' } },
    paused: { on: { PROGRESS: 'progressing', COMPLETE: 'complete', DEADLINE: 'deadlineExceeded' } },
  },
})
