import { defineComponent } from '../../../control/component'
import { createHorizontalAutoscaler } from './autoscaler'
import type { HorizontalOptions } from './sync'

declare module '../../../control/component' {
  interface ComponentOptions {
    readonly horizontalPodAutoscaler?: Partial<HorizontalOptions>
  }
}

export default defineComponent({
  name: 'horizontal-pod-autoscaler',
  title: 'HPA',
  rank: 20,
  run: (context, { horizontalPodAutoscaler }) => createHorizontalAutoscaler(context, horizontalPodAutoscaler),
})
