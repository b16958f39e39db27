import { setup } from 'xstate'

/** A machine under a node: power and boot. */
export const nodeMachine = setup({
  types: {
    input: {} as { bootMs: number },
    context: {} as { bootMs: number },
    events: {} as { type: 'POWER_OFF' } | { type: 'POWER_ON' },
  },
  delays: { boot: ({ context }) => context.bootMs, reboot: 8000 },
  actions: { booted: () => {}, poweredOff: () => {} },
}).createMachine({
  id: 'node',
  context: ({ input }) => ({ bootMs: input.bootMs }),
  initial: 'booting',
  states: {
    booting: { after: { boot: 'up' }, on: { POWER_OFF: 'off' } },
    up: { entry: 'booted', on: { POWER_OFF: 'off' } },
    off: { entry: 'poweredOff', on: { POWER_ON: 'rebooting' } },
    rebooting: { after: { reboot: 'up' }, on: { POWER_OFF: 'off' } },
  },
})
