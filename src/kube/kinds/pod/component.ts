import { defineComponent } from '../../../control/component'
import { createPodGc, type PodGcOptions } from './podGc'

declare module '../../../control/component' {
  interface ComponentOptions {
    readonly podGc?: PodGcOptions
  }
}

export default defineComponent({
  name: 'pod-garbage-collector-controller',
  title: 'PodGC',
  rank: 80,
  run: (context, { podGc }) => createPodGc(context, podGc),
})
