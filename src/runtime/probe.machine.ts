import { assign, setup } from 'xstate'

export type ProbeType = 'startup' | 'liveness' | 'readiness'

export interface ProbeContext {
  readonly type: ProbeType
  /** ms. */
  readonly delay: number
  readonly period: number
  readonly successThreshold: number
  readonly failureThreshold: number
  /** Last outcome, and how often it came in a row. */
  readonly last: boolean | undefined
  readonly runs: number
  /** The last three outcomes, the oldest first. */
  readonly results: readonly boolean[]
  /** Virtual ms of the last check. */
  readonly at: number
}

type Outcome = { readonly type: 'PASS' | 'FAIL'; readonly at: number; readonly message: string }
export type ProbeEvent = Outcome | { readonly type: 'STEADY' } | { readonly type: 'WAKE'; readonly inMs: number }

/** Runs in a row after one more outcome; upstream: prober worker.resultRun. */
const runsAfter = (context: ProbeContext, passed: boolean) => (context.last === passed ? context.runs + 1 : 1)

/**
 * One probe of one running container. The state is the result as the kubelet records it; a check that cannot come out otherwise is not
 * repeated (`success.steady`) until something may have changed.
 */
export const probeMachine = setup({
  types: {
    input: {} as Pick<ProbeContext, 'type' | 'delay' | 'period' | 'successThreshold' | 'failureThreshold'>,
    context: {} as ProbeContext,
    events: {} as ProbeEvent,
  },
  delays: { delay: ({ context }) => context.delay, period: ({ context }) => context.period },
  guards: {
    passes: ({ context, event }) => event.type === 'PASS' && runsAfter(context, true) >= context.successThreshold,
    fails: ({ context, event }) => event.type === 'FAIL' && runsAfter(context, false) >= context.failureThreshold,
  },
  actions: {
    check: () => {},
    passed: () => {},
    failed: () => {},
    count: assign(({ context, event }) => {
      if (event.type !== 'PASS' && event.type !== 'FAIL') return {}
      const passed = event.type === 'PASS'
      return { last: passed, runs: runsAfter(context, passed), results: context.results.slice(-2).concat(passed), at: event.at }
    }),
    wake: assign(({ event }) => (event.type === 'WAKE' ? { delay: event.inMs } : {})),
  },
}).createMachine({
  id: 'probe',
  context: ({ input: { type, delay, period, successThreshold, failureThreshold } }) => ({
    type,
    delay,
    period,
    successThreshold,
    failureThreshold,
    last: undefined,
    runs: 0,
    results: [],
    at: 0,
  }),
  initial: 'delayed',
  states: {
    delayed: { after: { delay: { target: 'unknown', actions: 'check' } } },
    unknown: {
      after: { period: { target: 'unknown', reenter: true, actions: 'check' } },
      on: {
        PASS: [{ guard: 'passes', target: 'success', actions: ['count', 'passed'] }, { actions: 'count' }],
        FAIL: [{ guard: 'fails', target: 'failure', actions: ['count', 'failed'] }, { actions: 'count' }],
      },
    },
    success: {
      initial: 'checking',
      on: { FAIL: [{ guard: 'fails', target: 'failure', actions: ['count', 'failed'] }, { actions: 'count' }] },
      states: {
        checking: {
          after: { period: { target: 'checking', reenter: true, actions: 'check' } },
          on: { PASS: { actions: 'count' }, STEADY: 'steady' },
        },
        steady: { on: { WAKE: { target: 'waking', actions: 'wake' } } },
        waking: { after: { delay: { target: 'checking', actions: 'check' } } },
      },
    },
    failure: {
      after: { period: { target: 'failure', reenter: true, actions: 'check' } },
      on: {
        PASS: [{ guard: 'passes', target: 'success', actions: ['count', 'passed'] }, { actions: 'count' }],
        FAIL: { actions: ['count', 'failed'] },
      },
    },
  },
})
