import { defineComponent } from '../../../control/component'
import { createNodeLifecycle, type LifecycleOptions } from './lifecycle'
import { createTaintEviction } from './taintEviction'

declare module '../../../control/component' {
  interface ComponentOptions {
    readonly lifecycle?: LifecycleOptions
  }
}

export default [
  defineComponent({
    name: 'node-lifecycle-controller',
    title: 'Node',
    rank: 4,
    run: (context, { lifecycle }) => createNodeLifecycle(context, lifecycle),
  }),
  defineComponent({ name: 'taint-eviction-controller', title: 'Taint', rank: 60, run: createTaintEviction }),
]
