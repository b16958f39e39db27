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
  readonly args: { readonly name?: string; readonly data?: { readonly documentLoaderURL?: string } }
}

/** What the main thread does in one go: a task, and the microtasks after it, which the trace tells of apart. */
const task = 'ThreadControllerImpl::RunTask'
const microtasks = 'RunMicrotasks'

/** Begins to watch what the main thread of a page does. */
export const watchTasks = (browser: Browser, page: Page): Promise<void> =>
  browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', 'v8.execute'] })

/** All tasks of the page's main thread since then. The navigation that they are timed from must have begun since, or else is the first of them. */
export async function watchedTasks(browser: Browser): Promise<readonly Task[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  )
  const ran = traceEvents
    .filter((event) => [task, microtasks].includes(event.name) && event.tdur !== undefined && mains.has(threadOf(event)))
    .sort((a, b) => a.ts - b.ts)
  if (ran.length === 0) throw new Error('the trace tells of no task')
  // Frames that the browser keeps for itself navigate too, to nowhere.
  const navigation = traceEvents.find(({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL)
  const began = (navigation ?? ran[0]!).ts
  const tasks: { at: number; wall: number; cpu: number }[] = []
  let end = -Infinity
  for (const { name, ts, dur = 0, tdur = 0 } of ran) {
    const last = tasks.at(-1)
    // Microtasks within a task are counted with it already.
    if (ts + dur <= end) continue
    if (name === microtasks && last) {
      last.wall = (ts + dur - began) / 1000 - last.at
      last.cpu += tdur / 1000
    } else tasks.push({ at: (ts - began) / 1000, wall: dur / 1000, cpu: tdur / 1000 })
    end = ts + dur
  }
  return tasks
}

/** The longest tasks of some, and how many of them a person feels. */
export function hardest(tasks: readonly Task[]) {
  const longest = (key: 'wall' | 'cpu'): number =>
    Math.round(tasks.reduce((most, task) => Math.max(most, task[key]), 0) * 10) / 10
  const felt = (key: 'wall' | 'cpu'): number => tasks.filter((task) => task[key] > feltFrom).length
  return { cpu: longest('cpu'), wall: longest('wall'), cpuOver50: felt('cpu'), wallOver50: felt('wall') }
}
