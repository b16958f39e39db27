import { defineComponent } from '../../../control/component'
import { createLoadBalancers, type CloudOptions } from './loadBalancers'

declare module '../../../control/component' {
  interface ComponentOptions {
    readonly cloud?: CloudOptions
  }
}

export default defineComponent({
  name: 'service-controller',
  title: 'LoadBalancer',
  rank: 5,
  run: (context, { cloud }) => createLoadBalancers(context, cloud),
})
