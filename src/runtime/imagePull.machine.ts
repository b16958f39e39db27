import { assign, setup } from 'xstate'

/** One pull: it waits its turn, asks for the manifest, then takes the layers it lacks. Bytes and bytes a second. */
export const imagePullMachine = setup({
  types: {
    input: {} as { image: string; at: number },
    context: {} as {
      image: string
      askedAt: number
      startedAt: number
      left: number
      total: number
      rate: number
      since: number
    },
    events: {} as
      | { type: 'TURN'; at: number }
      | { type: 'FOUND'; total: number; left: number; rate: number; at: number }
      | { type: 'NOT_FOUND' }
      | { type: 'SPEED'; rate: number; at: number },
  },
  delays: {
    resolve: 300,
    timeout: 10_000,
    transfer: ({ context }) => (context.rate > 0 ? (context.left / context.rate) * 1000 : 10 ** 12),
  },
  actions: {
    resolve: () => {},
    pulled: () => {},
    failed: (_, _params: { reason: 'not found' | 'unreachable' }) => {},
    take: assign(({ event }) =>
      event.type === 'FOUND' ? { total: event.total, left: event.left, rate: event.rate, since: event.at } : {},
    ),
    begin: assign(({ event }) => (event.type === 'TURN' ? { startedAt: event.at } : {})),
    account: assign(({ context, event }) =>
      event.type === 'SPEED'
        ? {
            left: Math.max(0, context.left - ((event.at - context.since) / 1000) * context.rate),
            rate: event.rate,
            since: event.at,
          }
        : {},
    ),
  },
}).createMachine({
  id: 'image pull',
  context: ({ input }) => ({
    image: input.image,
    askedAt: input.at,
    startedAt: input.at,
    left: 0,
    total: 0,
    rate: 1,
    since: input.at,
  }),
  initial: 'queued',
  states: {
    queued: { on: { TURN: { target: 'resolving', actions: 'begin' } } },
    resolving: {
      after: { resolve: 'asking' },
    },
    asking: {
      entry: 'resolve',
      on: { FOUND: { target: 'downloading', actions: 'take' }, NOT_FOUND: 'notFound' },
      after: { timeout: 'unreachable' },
    },
    downloading: {
      after: { transfer: 'pulled' },
      on: { SPEED: { target: 'downloading', reenter: true, actions: 'account' } },
    },
    pulled: { type: 'final', entry: 'pulled' },
    notFound: { type: 'final', entry: { type: 'failed', params: { reason: 'not found' } } },
    unreachable: { type: 'final', entry: { type: 'failed', params: { reason: 'unreachable' } } },
  },
})
