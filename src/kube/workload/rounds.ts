import { ApiError } from '../../api/errors'
import type { ComponentContext } from '../../control/component'

/** Runs something every `period` ms while the process is up; an ApiError ends the round, the next one comes all the same. */
export function everyPeriod(context: ComponentContext, topic: string, period: number, run: () => void): void {
  const { kernel } = context
  // Rounds begun before a restart must not go on beside those begun by it.
  let generation = 0
  kernel.part<number>(topic, { save: () => generation, load: (saved) => void (generation = saved) })
  kernel.on(topic, (_, body) => {
    if (!context.up || body !== generation) return
    attempt(run)
    kernel.schedule(period, topic, '', generation)
  })
  context.onStart(() => {
    generation++
    kernel.schedule(period, topic, '', generation)
  })
}

/** Calls and returns the refusal, if the API server refused; everything else passes through. */
export function attempt(act: () => void): ApiError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  return undefined
}
