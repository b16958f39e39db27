import { defineComponent } from '../../../control/component'
import { createRecommender } from './recommender'
import { createUpdater } from './updater'

declare module '../../../control/component' {
  interface ComponentOptions {
    /** Ms between rounds of the add-on's parts; a minute unless said. */
    readonly verticalPodAutoscaler?: { readonly recommenderMs?: number; readonly updaterMs?: number }
  }
}

const MINUTE = 60_000

export default [
  defineComponent({
    name: 'vpa-recommender',
    title: 'VPA',
    rank: 21,
    run: (context, { verticalPodAutoscaler }) => createRecommender(context, verticalPodAutoscaler?.recommenderMs ?? MINUTE),
  }),
  defineComponent({
    name: 'vpa-updater',
    title: 'VPA updater',
    rank: 22,
    run: (context, { verticalPodAutoscaler }) => createUpdater(context, verticalPodAutoscaler?.updaterMs ?? MINUTE),
  }),
]
