import type { Browser, Page } from 'playwright'

/** The longest task that a person does not feel, ms. */
export const feltFrom = 50

/** One task of a page's main thread, ms. */
export interface Task {
  /** When it began, since the page's navigation. */
  readonly at: number
  readonly wall: number
  /** How long its thread ran: on a busy machine less than `wall`, for it had to wait. A slowed CPU counts in both. */
  readonly cpu: number
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** All in microseconds; `tdur` is how long the thread ran. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Begins to watch what the main thread of a page does. */
export const watchTasks = (browser: Browser, page: Page): Promise<void> =>
  browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })

/** All tasks of the page's main thread since then. The navigation that they are timed from must have begun since, or else is the first of them. */
export async function watchedTasks(browser: Browser): Promise<readonly Task[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  )
  const ran = traceEvents.filter(
    (event) => event.name === 'ThreadControllerImpl::RunTask' && event.tdur !== undefined && mains.has(threadOf(event)),
  )
  if (ran.length === 0) throw new Error('the trace tells of no task')
  const began = traceEvents.findLast(({ name }) => name === 'navigationStart')?.ts ?? ran[0]!.ts
  return ran.map(({ ts, dur = 0, tdur = 0 }) => ({ at: (ts - began) / 1000, wall: dur / 1000, cpu: tdur / 1000 }))
}

/** The longest tasks of some, and how many of them a person feels. */
export function hardest(tasks: readonly Task[]) {
  const longest = (key: 'wall' | 'cpu'): number =>
    Math.round(tasks.reduce((most, task) => Math.max(most, task[key]), 0) * 10) / 10
  const felt = (key: 'wall' | 'cpu'): number => tasks.filter((task) => task[key] > feltFrom).length
  return { cpu: longest('cpu'), wall: longest('wall'), cpuOver50: felt('cpu'), wallOver50: felt('wall') }
}
