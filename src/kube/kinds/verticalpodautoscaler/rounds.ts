import { ApiError } from '../../../api/errors'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import type { VerticalPodAutoscaler } from './types'

/** Runs a part of the add-on once in a period as long as there is an autoscaler; without one nothing is ever scheduled. */
export function everyRound(
  context: ComponentContext,
  topic: string,
  periodMs: number,
  round: (vpas: readonly VerticalPodAutoscaler[]) => void,
): void {
  const { kernel, client } = context
  /** The one entry that is due, virtual ms. */
  const due = new CowMap<'round', number>()
  const name = `${topic}/round`
  kernel.part<SavedMap<'round', number>>(name, { save: () => due.save(), load: (saved) => due.load(saved) })

  const plan = () => {
    if (due.has('round')) return
    due.set('round', kernel.now + periodMs)
    kernel.schedule(periodMs, name, '', kernel.now + periodMs)
  }
  kernel.on(name, (_, body) => {
    if (due.get('round') !== body) return
    due.clear()
    if (!context.up) return
    try {
      const vpas = client.list('VerticalPodAutoscaler')
      round(vpas)
      if (vpas.length) plan()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      plan()
    }
  })
  context.onStart(() => due.clear())
  context.watch('VerticalPodAutoscaler', () => plan())
}
